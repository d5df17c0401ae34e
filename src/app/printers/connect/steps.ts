import type { LittlePrinterView } from '../../../engine/api.ts';
import type { FoundPrinter } from '../../../page/printers/connector.ts';
import type { TestOutcome } from '../remedies.ts';

/** The ways to a printer, as people tell them apart. `all` is any Bluetooth device. */
export type Way = 'paperang' | 'serial' | 'all';

/** Where somebody is on the way from a printer on the table to paper. */
export type Step =
  | { readonly at: 'kind' }
  /** Before and after the browser's own list. */
  | { readonly at: 'list'; readonly way: Way }
  /** Its name does not say what it is. */
  | { readonly at: 'model'; readonly found: FoundPrinter }
  /** `before` is how the Little Printers were when it was not there: then it can be taken back. */
  | { readonly at: 'connecting'; readonly printer: string; readonly before?: readonly LittlePrinterView[] }
  /** `job` is the test page that was printed already, and is only asked about again. */
  | { readonly at: 'test'; readonly printer: string; readonly job?: number }
  | { readonly at: 'wrong'; readonly printer: string; readonly job?: number; readonly outcome?: TestOutcome }
  | { readonly at: 'done'; readonly printer: string };

/** Goes to another step. */
export type Go = (step: Step) => void;
