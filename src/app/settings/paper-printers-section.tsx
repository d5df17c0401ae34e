import '../styles/printers.css';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { ConnectButton } from '../cards/connect-card.tsx';
import { useLinkedSection } from '../controls/use-linked-section.ts';
import { useModel } from '../model-context.ts';
import { currentPaper, onlyScreen } from '../paper-printers.ts';
import { printMessagesOn } from '../printers/printer-actions.ts';
import { printerName } from '../printers/printer-names.ts';
import { printerWords } from '../printers/words.ts';
import { PRINTER_SETTINGS } from '../routes.ts';
import { words } from '../words.ts';
import { PaperPrinterCard } from './paper-printer-card.tsx';

const say = printerWords.settings;

/** The paper printers: which one messages come out on, and how each is set. */
export function PaperPrintersSection(): JSX.Element | null {
  const model = useModel();
  const heading = useLinkedSection(PRINTER_SETTINGS);
  const group = useId();
  const state = model.state.value;
  const alone = onlyScreen(state);
  const printers = state.paperPrinters.filter(({ link }) => link.transport !== 'screen');

  return (
    <section class="card settings-section">
      <h2 ref={heading} tabIndex={-1}>
        {say.heading}
      </h2>
      {alone && <p>{say.onlyScreen}</p>}
      {!alone && (
        <fieldset class="model-choice">
          <legend class="field-label">{say.use}</legend>
          {state.paperPrinters.map((printer) => (
            <label key={printer.id} class="model-option">
              <input
                type="radio"
                name={group}
                value={printer.id}
                checked={currentPaper(state).id === printer.id}
                onChange={() => void printMessagesOn(model, printer.id)}
              />
              <span>{printerName(printer)}</span>
            </label>
          ))}
        </fieldset>
      )}
      {printers.map((printer) => (
        <PaperPrinterCard
          key={printer.id}
          printer={printer}
          open={printers.length === 1}
          onForgotten={() => heading.current?.focus()}
        />
      ))}
      <div class="button-row">
        <ConnectButton
          {...(alone ? { look: 'primary' } : {})}
          label={alone ? words.cards.connect.open : printerWords.actions.another}
        />
      </div>
    </section>
  );
}
