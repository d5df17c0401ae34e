import type { JSX } from 'preact';
import type { LittlePrinterView } from '../../engine/api.ts';
import { heldBehind } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { currentPaper } from '../paper-printers.ts';
import { wantsSomebody } from '../status.ts';
import { words } from '../words.ts';

/** The machine's label where there are several Little Printers: says which one this is, and shows another one. */
export function PrinterSwitch(): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const chosen = model.littlePrinter.value;
  const wants = (printer: LittlePrinterView): string | undefined => {
    const names = words.chips.printerWords;
    const held = heldBehind(model.jobs.value, state, printer).length;
    if (held > 0) return names.held(held);
    if (wantsSomebody(currentPaper(state, printer))) return names.needsYou;
    if (printer.claim === 'unclaimed') return words.chips.serverWords.unclaimed;
    return printer.claim === 'key-mismatch' ? words.chips.serverWords.keyMismatch : undefined;
  };
  const others = state.littlePrinters.some((printer) => printer !== chosen && wants(printer) !== undefined);

  return (
    <span class="printer-switch">
      <select
        class="machine-label"
        aria-label={words.paper.choose}
        value={chosen?.deviceAddress}
        onChange={(event) => model.choose(event.currentTarget.value)}
      >
        {state.littlePrinters.map((printer) => (
          <option key={printer.deviceAddress} value={printer.deviceAddress}>
            {words.paper.option(printer.name, printer === chosen ? undefined : wants(printer))}
          </option>
        ))}
      </select>
      {others && (
        <span class="switch-mark" title={words.paper.others}>
          <span class="visually-hidden">{words.paper.others}</span>
        </span>
      )}
    </span>
  );
}
