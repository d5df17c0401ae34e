import type { JSX } from 'preact';
import type { PaperPrinterView } from '../../engine/api.ts';
import { modelOf } from '../../printers/catalog.ts';
import { useModel } from '../model-context.ts';
import { isAway } from '../status.ts';
import { printSelfTest } from './printer-actions.ts';
import { printerWords } from './words.ts';

/** Lets the printer print its own test page; nothing for printers that cannot be asked to. */
export function SelfTestButton({ printer }: { printer: PaperPrinterView }): JSX.Element | null {
  const model = useModel();
  if (modelOf(printer.model).language !== 'paperang') return null;
  return (
    <button
      type="button"
      class="button"
      disabled={isAway(printer) || printer.state === 'connecting'}
      onClick={() => void printSelfTest(model, printer)}
    >
      {printerWords.settings.selfTest}
    </button>
  );
}
