import type { PageTransport } from '../../printers/transports/pipe-server.ts';
import { openSerial, type SerialOptions, type SerialPortLike } from '../../printers/transports/serial.ts';

/** What the page had open of each port, and has closed or is closing. */
const closing = new WeakMap<SerialPortLike, Promise<void>>();

/**
 * Opens a serial port for the engine to use through the page; waits until the page's own use of it before is over.
 * Without a clock: the engine's patience counts.
 *
 * @throws PapertabError as `openSerial` does; or the signal's reason
 */
export async function openPageSerial(
  port: SerialPortLike,
  options: Omit<SerialOptions, 'clock'> & { readonly signal: AbortSignal },
): Promise<PageTransport> {
  await closing.get(port);
  options.signal.throwIfAborted();
  const transport = await openSerial(port, options);
  const close = (): Promise<void> => {
    const closed = transport.close();
    closing.set(port, closed);
    return closed;
  };
  return {
    // The stream holds writes back by itself, and that never changes.
    limits: { ...transport.limits, flow: { kind: 'held-back' } },
    received: transport.received,
    lost: transport.lost,
    write: (bytes, how) => transport.write(bytes, how),
    watchLimits: () => {},
    writeWithoutCredits: () => {},
    close,
    drop: () => {
      transport.drop();
      void close();
    },
  };
}
