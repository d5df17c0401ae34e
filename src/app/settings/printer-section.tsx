import type { JSX } from 'preact';
import { ClaimCode } from '../controls/claim-code.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { Icon } from '../controls/icon.tsx';
import { NameField } from '../controls/name-field.tsx';
import { formatDay } from '../format.ts';
import { savePrinterFile } from '../job-actions.ts';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';

const say = words.settings.printer;

/** The Little Printer of this browser: its name, its codes, its file. */
export function PrinterSection(): JSX.Element | null {
  const model = useModel();
  const printer = model.state.value.littlePrinters[0];
  if (!printer) return null;

  return (
    <section class="card settings-section">
      <h2>{say.heading}</h2>
      <NameField
        key={printer.deviceAddress}
        label={say.name}
        name={printer.name}
        hint={say.nameHint}
        saved={say.nameSaved}
        onRename={(wanted) => model.attempt(model.engine.rename(printer.deviceAddress, wanted))}
      />
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
