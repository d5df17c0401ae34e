import type { Page, Worker } from 'playwright-core';
import { waitFor } from './wait.ts';

/** The moments of a delivery at which an engine can be stopped. */
export const STEPS = [
  'received',
  'stored',
  'acknowledged',
  'first row',
  'middle row',
  'last row',
  'before did_print',
] as const;

export type Step = (typeof STEPS)[number];

/** The engine's worker of a page. */
export function engineOf(page: Page): Promise<Worker> {
  return waitFor('the engine', () => page.workers().find((worker) => worker.url().startsWith('blob:')));
}

/**
 * Lets the engine run until a delivery of so many rows has come to a step, and stops the whole worker there, in the middle
 * of whatever it does: nothing of it runs any more until somebody ends it.
 *
 * @returns a wait for the moment
 */
export async function stopEngineAt(page: Page, step: Step, rows: number): Promise<() => Promise<void>> {
  const reached = new Promise<void>((resolve) => {
    page.on('console', (message) => {
      if (message.text() === `stopped at ${step}`) resolve();
    });
  });
  await (await engineOf(page)).evaluate(stopAt, { step, rows });
  return () => reached;
}

/** Runs in the worker, before the delivery comes. */
function stopAt({ step, rows }: { step: Step; rows: number }): void {
  const stop = (): void => {
    console.log(`stopped at ${step}`);
    for (;;);
  };
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    const text = String(data);
    const answers = text.includes('"DeviceCommandResponse"');
    // The payload of did_print begins with its code, 2 in two bytes; what follows is the print id.
    if (step === 'before did_print' && /"binary_payload":"Ag[A-D]/.test(text)) stop();
    if (step === 'stored' && answers) stop();
    send.call(this, data);
    if (step === 'acknowledged' && answers) stop();
  };
  const Compression = CompressionStream;
  globalThis.CompressionStream = class extends Compression {
    constructor(format: CompressionFormat) {
      super(format);
      if (step === 'received') stop();
    }
  };
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value: { state?: unknown }, key) {
    if (step === 'last row' && value.state === 'printed') stop();
    return put.call(this, value, key);
  };
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (...message: unknown[]) {
    (postMessage as (...message: unknown[]) => void).apply(this, message);
    const progress = /"type":"progress","id":\d+,"rows":(\d+)/.exec(JSON.stringify(message[0]) ?? '');
    const printed = Number(progress?.[1] ?? 0);
    if (step === 'first row' && printed > 0) stop();
    if (step === 'middle row' && printed >= rows / 2) stop();
  };
}
