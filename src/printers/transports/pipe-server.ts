import { PapertabError, toPapertabError, toReport } from '../../errors.ts';
import type { Transport } from '../transport.ts';
import type { GattService } from './gatt-services.ts';
import type { PipeLimits, ToEngine, ToPage } from './pipe-messages.ts';

/** A transport that lives on a page, where there is no clock to be relied on. */
export interface PageTransport extends Transport {
  readonly limits: PipeLimits;
  /** Calls `listener`, the only one, whenever {@link limits} have changed. */
  watchLimits(listener: (limits: PipeLimits) => void): void;
  /** What a Bluetooth device shows, where it is one; never in the way of what is being written. */
  services?(): Promise<readonly GattService[]>;
  /** The printer has granted no credit for so long that it will not: write without. */
  writeWithoutCredits(): void;
  /** Lets the hardware go at once, whatever is on its way. From then on the same as closed. */
  drop(): void;
}

/** A connection of the page that the engine uses. */
export interface ServedPipe {
  /** Ends it at once. An engine that still uses it takes it for a loss. */
  drop(): void;
  /** Resolves when the hardware is let go. */
  readonly ended: Promise<void>;
}

/**
 * Gives the engine the use of a transport that only the page can hold: takes numbered writes, in order, and answers each;
 * tells what the printer says and how it wants to be written to. Has no timer: patience is the engine's. A second
 * `close` means at once.
 *
 * @param port the engine has the other end; nothing else may listen to it
 */
export function servePipe(port: MessagePort, transport: PageTransport): ServedPipe {
  const unanswered = new Map<number, AbortController>();
  let closing = false;
  let over = false;
  let sayEnded = (): void => {};
  const ended = new Promise<void>((resolve) => (sayEnded = resolve));

  transport.watchLimits((limits) => post({ type: 'limits', limits }));
  void transport.lost.then((error) => {
    post({ type: 'lost', error: toReport(error) });
    // The engine closes too, when it has heard; the hardware is let go at once, for somebody may want it anew.
    return finish();
  });
  void passOnReceived();
  port.addEventListener('message', ({ data }: MessageEvent<ToPage>) => hear(data));
  // Its end is gone: nobody will ever close this. Browsers that do not tell have the connector, which drops it.
  port.addEventListener('close', drop);
  port.start();
  return { drop, ended };

  function hear(message: ToPage): void {
    switch (message.type) {
      case 'write':
        void write(message);
        break;
      case 'cancel':
        unanswered.get(message.number)?.abort(new PapertabError('job-cancelled'));
        break;
      case 'without-credits':
        transport.writeWithoutCredits();
        post({ type: 'limits', limits: transport.limits });
        break;
      case 'close':
        if (closing) drop();
        else void close();
        break;
    }
  }

  async function write({ number, lane, confirm, bytes }: Extract<ToPage, { type: 'write' }>): Promise<void> {
    const controller = new AbortController();
    unanswered.set(number, controller);
    try {
      await transport.write(bytes, { lane, confirm, signal: controller.signal });
      post({ type: 'written', number });
    } catch (thrown) {
      post({ type: 'failed', number, error: toReport(toPapertabError(thrown)) });
    } finally {
      unanswered.delete(number);
    }
  }

  async function passOnReceived(): Promise<void> {
    for await (const { lane, bytes } of transport.received) post({ type: 'received', lane, bytes }, [bytes.buffer]);
  }

  async function close(): Promise<void> {
    closing = true;
    await finish();
    post({ type: 'closed' });
    port.close();
  }

  async function finish(): Promise<void> {
    await transport.close();
    over = true;
    sayEnded();
  }

  function drop(): void {
    if (!over) transport.drop();
    post({ type: 'closed' });
    port.close();
    void finish();
  }

  function post(message: ToEngine, transferred: Transferable[] = []): void {
    port.postMessage(message, transferred);
  }
}
