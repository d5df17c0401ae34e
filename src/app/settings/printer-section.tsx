import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { ClaimCode } from '../controls/claim-code.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { Icon } from '../controls/icon.tsx';
import { formatDay } from '../format.ts';
import { savePrinterFile } from '../job-actions.ts';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';

const say = words.settings.printer;

/** The Little Printer of this browser: its name, its codes, its file. */
export function PrinterSection(): JSX.Element | null {
  const model = useModel();
  const printer = model.state.value.littlePrinters[0];
  const [name, setName] = useState(printer?.name ?? '');
  const field = useId();
  const [saved, setSaved] = useState(false);

  useEffect(() => {
    if (printer) setName(printer.name);
  }, [printer?.name, printer?.deviceAddress]);

  if (!printer) return null;

  const rename = async (): Promise<void> => {
    const wanted = name.trim();
    if (wanted === '' || wanted === printer.name) {
      setName(printer.name);
      return;
    }
    if (await model.attempt(model.engine.rename(printer.deviceAddress, wanted))) setSaved(true);
  };

  return (
    <section class="card settings-section">
      <h2>{say.heading}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <div class="field">
          <label class="field-label" for={field}>
            {say.name}
          </label>
          <input
            id={field}
            value={name}
            maxLength={80}
            autocomplete="off"
            onInput={(event) => {
              setSaved(false);
              setName(event.currentTarget.value);
            }}
            onBlur={() => void rename()}
          />
          <span class="field-note" role="status">
            {saved ? say.nameSaved : say.nameHint}
          </span>
        </div>
      </form>
      <dl class="facts">
        <dt>{say.code}</dt>
        <dd>
          <ClaimCode code={printer.claimCode} />
        </dd>
        <dt>{say.address}</dt>
        <dd class="mono">{printer.deviceAddress}</dd>
      </dl>
      <p class="quiet">{(printer.imported ? say.imported : say.made)(formatDay(printer.createdAt))}</p>
      <div class="button-row">
        <CopyButton text={printer.claimCode} label={words.cards.claim.copyCode} />
        <button type="button" class="button" onClick={() => void savePrinterFile(model, printer.deviceAddress)}>
          <Icon name="file" />
          {say.file}
        </button>
      </div>
      <p class="field-note">{say.fileHint}</p>
      <div class="button-row">
        <button
          type="button"
          class="button"
          onClick={() => {
            model.sheet.value = { kind: 'import' };
          }}
        >
          {say.import}
        </button>
      </div>
      <p class="field-note">{say.importHint}</p>
    </section>
  );
}
