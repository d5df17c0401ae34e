import type { PaperPrinterView } from '../../engine/api.ts';
import { words } from '../words.ts';

/** What a paper printer is called: as the user named it, else as its model. */
export function printerName({ name, model }: Pick<PaperPrinterView, 'name' | 'model'>): string {
  return name || words.models[model];
}
