import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { FoundPrinter } from '../../../page/printers/connector.ts';
import { CATALOG, type ModelId, modelOf } from '../../../printers/catalog.ts';
import { BAUD_RATES, type PrinterSettings } from '../../../printers/settings.ts';
import { Select } from '../../controls/select.tsx';
import { words } from '../../words.ts';
import { printerWords } from '../words.ts';
import { StepHeading } from './step-heading.tsx';
import type { Go } from './steps.ts';

const say = printerWords.connect.model;

/** The models that can be reached in this way, receipt printers first where they can be. */
function modelsFor(found: FoundPrinter): ModelId[] {
  const { transport } = found.link;
  const ids = (Object.keys(CATALOG) as ModelId[]).filter((id) => modelOf(id).transports.includes(transport));
  return ids.sort((a, b) => Number(modelOf(b).language === 'escpos') - Number(modelOf(a).language === 'escpos'));
}

interface ModelStepProps {
  readonly found: FoundPrinter;
  readonly go: Go;
  readonly onModel: (model: ModelId, settings: Partial<PrinterSettings>) => Promise<void>;
}

/** What it is, where its name does not say. */
export function ModelStep({ found, go, onModel }: ModelStepProps): JSX.Element {
  const group = useId();
  const models = modelsFor(found);
  const [chosen, setChosen] = useState<ModelId>(models[0] ?? 'paperang-p1');
  const [baudRate, setBaudRate] = useState(modelOf(chosen).defaults.baudRate);
  const [busy, setBusy] = useState(false);
  const { link } = found;
  // A paired Bluetooth printer has no line whose speed could be set.
  const hasBaud = link.transport === 'serial' && !link.serviceClass && modelOf(chosen).settable.includes('baudRate');

  const use = async (): Promise<void> => {
    setBusy(true);
    await onModel(chosen, hasBaud ? { baudRate } : {});
    setBusy(false);
  };

  return (
    <form
      class="step-form"
      onSubmit={(event) => {
        event.preventDefault();
        void use();
      }}
    >
      <StepHeading text={link.transport === 'serial' ? say.askSerial : say.askPaperang} />
      {link.transport === 'bluetooth' && <p>{say.likePaperang}</p>}
      <p class="quiet">{say.hint}</p>
      <fieldset class="model-choice" aria-label={link.transport === 'serial' ? say.askSerial : say.askPaperang}>
        {models.map((id) => (
          <label key={id} class="model-option">
            <input type="radio" name={group} value={id} checked={id === chosen} onChange={() => setChosen(id)} />
            <span class="kind-text">
              <strong>{words.models[id]}</strong>
              <span class="quiet">{printerWords.modelNotes[id]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {hasBaud && (
        <Select
          label={say.baud}
          hint={say.baudHint}
          value={String(baudRate)}
          options={BAUD_RATES.map((rate) => ({ value: String(rate), label: String(rate) }))}
          onSelect={async (rate) => {
            setBaudRate(Number(rate));
            return true;
          }}
        />
      )}
      <div class="button-row">
        <button type="submit" class="button primary" disabled={busy}>
          {say.use}
        </button>
        <button type="button" class="button plain" disabled={busy} onClick={() => go({ at: 'kind' })}>
          {printerWords.connect.back}
        </button>
      </div>
    </form>
  );
}
