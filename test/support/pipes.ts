import type { PipeTransport } from '../../src/printers/transports/pipe.ts';
import type { FakeClock } from './fake-clock.ts';

/** As long as a pipe waits for what it was just given to leave before it closes, ms. */
const CLOSED_AFTER_MS = 300;

/** Writes bytes to a pipe's printer, as most are: as data that nobody has to confirm. */
export function write(pipe: PipeTransport, ...bytes: number[]): Promise<void> {
  return pipe.write(Uint8Array.from(bytes), { lane: 'data', confirm: false, signal: new AbortController().signal });
}

/** Closes pipes that were just written to. */
export async function closePipes(clock: FakeClock, pipes: readonly PipeTransport[]): Promise<void> {
  const closing = pipes.map((pipe) => pipe.close());
  await clock.advance(CLOSED_AFTER_MS);
  await Promise.all(closing);
}
