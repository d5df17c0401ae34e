import '../styles/settings.css';
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { LittlePrinterView } from '../../engine/api.ts';
import { type ErrorReport, toPapertabError, toReport } from '../../errors.ts';
import type { PrinterFile } from '../../sirius/printer-file.ts';
import { ClaimCode } from '../controls/claim-code.tsx';
import { ErrorNote } from '../controls/error-note.tsx';
import { Icon } from '../controls/icon.tsx';
import { freeName } from '../free-name.ts';
import { savePrinterFile } from '../job-actions.ts';
import { useModel } from '../model-context.ts';
import { importWords } from './import-words.ts';
import { StepHeading } from './step-heading.tsx';

const say = importWords;

/** In the place of which printer it comes; undefined where it comes beside those that are here. */
type Replaced = LittlePrinterView | undefined;

/** What is usual: the only printer here, which nobody has claimed, is of no use to anybody. */
function usualWay(present: readonly LittlePrinterView[]): Replaced {
  const [only, ...others] = present;
  return others.length === 0 && only?.claim !== 'claimed' && only?.claim !== 'key-mismatch' ? only : undefined;
}

/** Shows what was read from a printer file, and on the user's word imports it. */
export function ImportReview({ file, onClose }: { file: PrinterFile; onClose: () => void }): JSX.Element {
  const model = useModel();
  const present = model.state.value.littlePrinters;
  const [typed, setName] = useState<string>();
  const [replaces, setReplaces] = useState<Replaced>(() => usualWay(present));
  // The one whose place it takes leaves its name free.
  const beside = present.filter(({ deviceAddress }) => deviceAddress !== replaces?.deviceAddress);
  const name = typed ?? freeName(say.defaultName, beside);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorReport>();
  const same = present.some(({ deviceAddress }) => deviceAddress === file.deviceAddress);
  const wrong = file.fileClaimCode !== undefined && !file.codeMatches;

  const use = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    const { deviceAddress, secret } = file;
    try {
      await model.engine.importPrinter({ deviceAddress, secret, name }, replaces?.deviceAddress);
      model.say(say.done);
      onClose();
    } catch (thrown) {
      setError(toReport(toPapertabError(thrown)));
      setBusy(false);
    }
  };

  return (
    <>
      <StepHeading text={say.review} />
      <WhatWasRead file={file} wrong={wrong} />
      {same ? (
        <p>{say.present}</p>
      ) : (
        <>
          <label class="field">
            <span class="field-label">{say.name}</span>
            <input value={name} maxLength={80} onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <WhereTo present={present} chosen={replaces} onChoose={setReplaces} />
          <div class="notice" role="note">
            <strong>{say.oneOnly.title}</strong>
            <p>{say.oneOnly.text}</p>
          </div>
        </>
      )}
      {error && <ErrorNote error={error} />}
      <div class="button-row">
        {!same && (
          <button type="button" class="button primary" disabled={busy} onClick={() => void use()}>
            {wrong ? say.useCorrected : say.use}
          </button>
        )}
        {!same && replaces && (
          <button
            type="button"
            class="button"
            onClick={() => void model.attempt(savePrinterFile(model, replaces.deviceAddress))}
          >
            <Icon name="save" />
            {say.saveFirst(replaces.name)}
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

function WhatWasRead({ file, wrong }: { file: PrinterFile; wrong: boolean }): JSX.Element {
  return (
    <>
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
    </>
  );
}

interface WhereToProps {
  readonly present: readonly LittlePrinterView[];
  readonly chosen: Replaced;
  readonly onChoose: (replaces: Replaced) => void;
}

/** Beside those that are here, or in the place of one. */
function WhereTo({ present, chosen, onChoose }: WhereToProps): JSX.Element {
  const group = useId();
  const option = (replaces: Replaced, title: string, note: string): JSX.Element => (
    <label key={replaces?.deviceAddress ?? ''} class="server-option">
      <input
        type="radio"
        name={group}
        checked={chosen?.deviceAddress === replaces?.deviceAddress}
        onChange={() => onChoose(replaces)}
      />
      <span class="server-option-text">
        <strong>{title}</strong>
        <span class="quiet">{note}</span>
      </span>
    </label>
  );
  return (
    <fieldset class="server-choice">
      <legend class="field-label">{say.way}</legend>
      {option(undefined, say.add, say.addNote)}
      {present.map((printer) => option(printer, say.replace(printer.name), say.replaceNote(printer.name)))}
    </fieldset>
  );
}
