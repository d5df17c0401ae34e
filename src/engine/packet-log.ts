import type { Clock } from '../clock.ts';
import { toPapertabError } from '../errors.ts';
import type { Log } from '../jobs/log-entry.ts';
import type { Received, Transport } from '../printers/transport.ts';

/** So many packets in a row are logged one by one; a picture has thousands, and all look alike. */
const IN_FULL = 12;
/** A pause of this many milliseconds ends a row. */
const PAUSE_MS = 1_000;
/** So many short packets are known again, of so many bytes at most. */
const MOST_KNOWN = 32;
const SHORT = 64;

/**
 * A transport whose packets are logged: the first of each row in hex, of the rest how many there were. A printer that
 * waits for paper is asked the same every second, for days perhaps, and would fill the log with it: of what goes to and
 * fro over and over again it is only said how often.
 */
export function withPacketLog(transport: Transport, clock: Clock, about: string, log: Log): Transport {
  let row = 0;
  let rest = { packets: 0, bytes: 0 };
  let lastAt = 0;
  /** What has been listed lately, and how often it came again since. */
  const known = new Set<string>();
  let again = 0;
  /** Whether the present row is nothing but that so far, and how much has come in during it. */
  let isOld = true;
  let answers = 0;

  const endAgain = (): void => {
    if (again === 0) return;
    log('printer', `the same again, ${again} packets`, { about });
    known.clear();
    again = 0;
  };
  /** Whether a packet need not be listed. */
  const isKnown = (way: string, bytes: Uint8Array): boolean => {
    const name = bytes.length > SHORT ? undefined : `${way} ${bytes}`;
    // There are printers that answer every packet of a picture.
    if ((isOld || answers > IN_FULL) && name !== undefined && known.has(name)) {
      again += 1;
      return true;
    }
    isOld = false;
    endAgain();
    if (known.size >= MOST_KNOWN) known.clear();
    if (name !== undefined) known.add(name);
    return false;
  };
  const endRow = (): void => {
    if (rest.packets > 0) log('printer', `sent ${rest.packets} more packets, ${rest.bytes} bytes`, { about });
    row = 0;
    isOld = true;
    answers = 0;
    rest = { packets: 0, bytes: 0 };
  };
  const noteSent = (bytes: Uint8Array, lane: string): void => {
    const now = clock.now();
    if (Math.abs(now - lastAt) >= PAUSE_MS) endRow();
    lastAt = now;
    if (row === IN_FULL) rest = { packets: rest.packets + 1, bytes: rest.bytes + bytes.length };
    else if (!isKnown(lane, bytes)) {
      row += 1;
      log('printer', `sent ${bytes.length} bytes, ${lane}`, { about, bytes });
    }
  };

  return {
    get limits() {
      return transport.limits;
    },
    write: async (bytes, options) => {
      noteSent(bytes, options.lane);
      try {
        await transport.write(bytes, options);
      } catch (thrown) {
        endRow();
        const { code, detail } = toPapertabError(thrown);
        log('printer', `write failed: ${code}${detail === undefined ? '' : ` (${detail})`}`, { about });
        throw thrown;
      }
    },
    received: heard(transport.received, ({ bytes, lane }) => {
      answers += 1;
      if (!isKnown(`from ${lane}`, bytes)) log('printer', `received ${bytes.length} bytes, ${lane}`, { about, bytes });
    }),
    lost: transport.lost,
    close: () => {
      endRow();
      endAgain();
      return transport.close();
    },
  };
}

async function* heard(received: AsyncIterable<Received>, note: (received: Received) => void): AsyncIterable<Received> {
  for await (const packet of received) {
    note(packet);
    yield packet;
  }
}
