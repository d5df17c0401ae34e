import type { PaperPrinterView } from '../../engine/api.ts';
import { modelOf } from '../../printers/catalog.ts';
import type { Setting } from '../../printers/settings.ts';

/** Settings of a serial line, which a printer that is reached in another way does not have. */
const OF_THE_LINE: readonly Setting[] = ['baudRate', 'flowControl'];

/** What can be set for a paper printer, as it is connected. */
export function settableOf({ model, link }: PaperPrinterView): readonly Setting[] {
  const hasLine = link.transport === 'serial' && link.serviceClass === undefined;
  return modelOf(model).settable.filter((setting) => hasLine || !OF_THE_LINE.includes(setting));
}
