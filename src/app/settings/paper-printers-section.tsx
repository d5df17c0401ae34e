import '../styles/printers.css';
import type { JSX } from 'preact';
import { ConnectButton } from '../cards/connect-button.tsx';
import { useModel } from '../model-context.ts';
import { isScreen, onlyScreen } from '../paper-printers.ts';
import { printerWords } from '../printers/words.ts';
import { words } from '../words.ts';
import { PaperPrinterCard } from './paper-printer-card.tsx';
import { focusSection, Section } from './section.tsx';

const say = printerWords.settings;

/** The paper printers: how each stands and is set. Which one messages come out on is chosen at each Little Printer. */
export function PaperPrintersSection(): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const alone = onlyScreen(state);
  const printers = state.paperPrinters.filter((printer) => !isScreen(printer));

  return (
    <Section name="printers" heading={say.heading}>
      {alone && <p>{say.onlyScreen}</p>}
      {printers.map((printer) => (
        <PaperPrinterCard
          key={printer.id}
          printer={printer}
          open={printers.length === 1}
          onForgotten={() => focusSection('printers')}
        />
      ))}
      <div class="button-row">
        <ConnectButton
          {...(alone ? { look: 'primary' } : {})}
          label={alone ? words.cards.connect.open : printerWords.actions.another}
        />
      </div>
    </Section>
  );
}
