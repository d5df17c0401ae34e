import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ErrorReport, toPapertabError, toReport } from '../../errors.ts';
import { type PrinterFile, readPrinterFile } from '../../sirius/printer-file.ts';
import { ClaimCode } from '../controls/claim-code.tsx';
import { ErrorNote } from '../controls/error-note.tsx';
import { Icon } from '../controls/icon.tsx';
import { savePrinterFile } from '../job-actions.ts';
import type { SheetView } from '../model.ts';
import { useModel } from '../model-context.ts';
import { openImport } from '../use-import-gestures.ts';
import { words } from '../words.ts';
import { Sheet } from './sheet.tsx';

type ImportView = SheetView & { readonly kind: 'import' };

type Reading = { readonly file: PrinterFile } | { readonly error: ErrorReport } | undefined;

function read({ text, unreadable }: ImportView): Reading {
  if (unreadable) return { error: { code: 'printer-file-unreadable' } };
  if (text === undefined) return undefined;
  try {
    return { file: readPrinterFile(text) };
  } catch (thrown) {
    return { error: toReport(toPapertabError(thrown, 'printer-file-unreadable')) };
  }
}

/** Brings a printer in from a file: first the file, then a look at what was read, then, on the user's word, the import. */
export function ImportSheet({ view, onClose }: { view: ImportView; onClose: () => void }): JSX.Element {
  const reading = read(view);
  return (
    <Sheet title={words.import.heading} onClose={onClose}>
      {reading && 'file' in reading ? (
        <Review file={reading.file} onClose={onClose} />
      ) : (
        <Choose error={reading?.error} />
      )}
    </Sheet>
  );
}

function Choose({ error }: { error: ErrorReport | undefined }): JSX.Element {
  const model = useModel();
  const picker = useRef<HTMLInputElement>(null);
  const [pasted, setPasted] = useState('');
  const say = words.import;
  return (
    <>
      <p>{say.lead}</p>
      {error && <ErrorNote error={error} />}
      <div class="button-row">
        <input
          ref={picker}
          type="file"
          accept=".printer,.txt,text/plain"
          hidden
          aria-label={say.choose}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void openImport(model, file);
          }}
        />
        <button type="button" class="button primary" onClick={() => picker.current?.click()}>
          <Icon name="file" />
          {say.choose}
        </button>
      </div>
      <label class="field">
        <span class="field-label">{say.paste}</span>
        <textarea
          class="mono"
          rows={5}
          value={pasted}
          spellcheck={false}
          onInput={(event) => setPasted(event.currentTarget.value)}
        />
      </label>
      <div class="button-row">
        <button
          type="button"
          class="button"
          disabled={pasted.trim() === ''}
          onClick={() => {
            model.sheet.value = { kind: 'import', text: pasted };
          }}
        >
          {say.read}
        </button>
      </div>
    </>
  );
}

function Review({ file, onClose }: { file: PrinterFile; onClose: () => void }): JSX.Element {
  const model = useModel();
  const heading = useRef<HTMLHeadingElement>(null);
  const present = model.state.value.littlePrinters[0];
  const [name, setName] = useState<string>(words.import.defaultName);
  const [busy, setBusy] = useState(false);
  const say = words.import;
  const same = present?.deviceAddress === file.deviceAddress;
  const wrong = file.fileClaimCode !== undefined && !file.codeMatches;

  useEffect(() => heading.current?.focus(), []);

  const use = async (): Promise<void> => {
    setBusy(true);
    const { deviceAddress, secret } = file;
    const done = await model.attempt(model.engine.importPrinter({ deviceAddress, secret, name }));
    setBusy(false);
    if (!done) return;
    model.say(say.done);
    onClose();
  };

  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        {say.review}
      </h3>
      {wrong && (
        <div class="notice" role="note">
          <strong>{say.wrongCode.title}</strong>
          <p>{say.wrongCode.text}</p>
        </div>
      )}
      <dl class="facts">
        <dt>{say.address}</dt>
        <dd class="mono">{file.deviceAddress}</dd>
        {wrong && (
          <>
            <dt>{say.codeInFile}</dt>
            <dd class="struck">
              <ClaimCode code={file.fileClaimCode ?? ''} />
            </dd>
          </>
        )}
        <dt>{wrong ? say.codeRight : say.code}</dt>
        <dd>
          <ClaimCode code={file.claimCode} />
        </dd>
      </dl>
      {wrong && <p>{say.wrongCode.answer}</p>}
      {file.fileClaimCode === undefined && <p class="quiet">{say.noCode}</p>}
      {same ? (
        <p>{say.same}</p>
      ) : (
        <>
          <label class="field">
            <span class="field-label">{words.settings.printer.name}</span>
            <input value={name} maxLength={80} onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <div class="notice" role="note">
            <strong>{say.oneOnly.title}</strong>
            <p>{say.oneOnly.text}</p>
          </div>
          {present && <p>{say.replaces(present.name)}</p>}
        </>
      )}
      <div class="button-row">
        {!same && (
          <button type="button" class="button primary" disabled={busy} onClick={() => void use()}>
            {wrong ? say.useCorrected : say.use}
          </button>
        )}
        {!same && present && (
          <button type="button" class="button" onClick={() => void savePrinterFile(model, present.deviceAddress)}>
            <Icon name="save" />
            {say.saveFirst}
          </button>
        )}
        <button
          type="button"
          class="button plain"
          onClick={() => {
            model.sheet.value = { kind: 'import' };
          }}
        >
          {say.another}
        </button>
      </div>
    </>
  );
}
