import type { PaperPrinterView } from '../../engine/api.ts';
import { useModel } from '../model-context.ts';
import { paperOf } from '../paper-printers.ts';
import { deskOf } from './picture-desk.ts';

/** The paper printer that prints what is made here: the one chosen for it, else the one that messages come out on. */
export function usePaper(): PaperPrinterView {
  const model = useModel();
  const state = model.state.value;
  const chosen = deskOf(model).paper.value;
  return (chosen === undefined ? undefined : paperOf(state, chosen)) ?? model.paper.value;
}
