import type { JSX } from 'preact';
import { Icon } from '../controls/icon.tsx';
import { useModel } from '../model-context.ts';
import { AddLittlePrinter } from './add-little-printer.tsx';
import { LittlePrinterCard } from './little-printer-card.tsx';
import { RetiredPrinters } from './retired-printers.tsx';
import { focusSection, Section } from './section.tsx';
import { settingsWords } from './words.ts';

const say = settingsWords.littlePrinters;

/** The Little Printers of this browser, and those that were put aside. */
export function LittlePrintersSection(): JSX.Element | null {
  const model = useModel();
  const { littlePrinters, retired } = model.state.value;
  if (littlePrinters.length === 0) return null;

  return (
    <Section name="littlePrinters" heading={say.heading(littlePrinters.length)}>
      {littlePrinters.length > 1 && <p class="quiet">{say.several}</p>}
      {littlePrinters.map((printer) => (
        <LittlePrinterCard
          key={printer.deviceAddress}
          printer={printer}
          others={littlePrinters.filter((other) => other !== printer)}
          onGone={() => focusSection('littlePrinters')}
        />
      ))}
      <div class="little-printers-more">
        <AddLittlePrinter
          beside={
            <button
              type="button"
              class="button"
              onClick={() => {
                model.sheet.value = { kind: 'import' };
              }}
            >
              <Icon name="file" />
              {settingsWords.printer.import}
            </button>
          }
        />
        <p class="field-note">{settingsWords.printer.importHint}</p>
      </div>
      {retired.length > 0 && <RetiredPrinters retired={retired} />}
    </Section>
  );
}
