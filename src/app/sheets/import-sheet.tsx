import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type ErrorReport, toPapertabError, toReport } from '../../errors.ts';
import { type PrinterFile, readPrinterFile } from '../../sirius/printer-file.ts';
import { ErrorNote } from '../controls/error-note.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { Icon } from '../controls/icon.tsx';
import type { SheetView } from '../model.ts';
import { useModel } from '../model-context.ts';
import { openImport } from '../use-import-gestures.ts';
import { ImportReview } from './import-review.tsx';
import { importWords } from './import-words.ts';
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
    <Sheet title={importWords.heading} onClose={onClose}>
      {reading && 'file' in reading ? (
        <ImportReview file={reading.file} onClose={onClose} />
      ) : (
        <Choose error={reading?.error} />
      )}
    </Sheet>
  );
}

function Choose({ error }: { error: ErrorReport | undefined }): JSX.Element {
  const model = useModel();
  const [pasted, setPasted] = useState('');
  const say = importWords;
  return (
    <>
      <p>{say.lead}</p>
      {error && <ErrorNote error={error} />}
      <div class="button-row">
        <FileButton
          label={say.choose}
          accept=".printer,.papertab,.txt,text/plain"
          look="button primary"
          onFile={(file) => void openImport(model, file)}
        >
          <Icon name="file" />
          {say.choose}
        </FileButton>
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
