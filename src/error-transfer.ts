import { type TransferHandler, transferHandlers } from 'comlink';
import { type ErrorReport, PapertabError, toPapertabError, toReport } from './errors.ts';

/** What Comlink hands to the handler named `throw`, and expects it to throw on the other side. */
interface Thrown {
  readonly value: unknown;
}

/**
 * Makes errors cross Comlink with their code: on its own it keeps message, name and stack and drops the rest. Called
 * once on both sides of the worker's border, before the first call.
 */
export function installErrorTransfer(): void {
  const original = transferHandlers.get('throw') as TransferHandler<Thrown, unknown>;
  const handler: TransferHandler<Thrown, ErrorReport> = {
    canHandle: original.canHandle,
    serialize: ({ value }) => [toReport(toPapertabError(value)), []],
    deserialize: (report) => {
      throw new PapertabError(report.code, report.detail);
    },
  };
  transferHandlers.set('throw', handler);
}
