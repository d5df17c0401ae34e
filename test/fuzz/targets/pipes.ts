import { PapertabError } from '../../../src/errors.ts';
import { PipeTransport } from '../../../src/printers/transports/pipe.ts';
import type { PipeLimits, ToEngine, ToPage } from '../../../src/printers/transports/pipe-messages.ts';
import type { Random } from '../random.ts';
import { must, target } from '../target.ts';

/* Page and engine are of one release and trust each other's types; what may go wrong is what comes when, and how often. */

const CLOCK = { now: () => 0, after: () => () => {} };

const FLOWS: readonly PipeLimits['flow'][] = [
  { kind: 'held-back' },
  { kind: 'credits-awaited' },
  { kind: 'paced', bytes: 20, pauseMs: 20 },
  { kind: 'paced', bytes: 0, pauseMs: 0 },
];

interface Talk {
  readonly limits: PipeLimits;
  /** Bytes of each write. */
  readonly writes: readonly number[];
  readonly said: readonly ToEngine[];
}

function limitsOf(random: Random): PipeLimits {
  return { chunkBytes: random.pick([0, 1, 20, 182, 4_096]), confirm: random.once(2), flow: random.pick(FLOWS) };
}

/** What a page says: numbers that are due, were answered before, or never were. */
function sentence(random: Random): ToEngine {
  const number = random.once(8) ? random.pick([0, -1, Number.NaN, 2 ** 53]) : 1 + random.below(6);
  switch (random.below(12)) {
    case 0:
      return { type: 'failed', number, error: { code: 'printer-write', detail: 'x' } };
    case 1:
      return { type: 'received', lane: 'data', bytes: new Uint8Array(random.below(40)) };
    case 2:
    case 3:
      return { type: 'limits', limits: limitsOf(random) };
    case 4:
      return random.once(2) ? { type: 'lost', error: { code: 'printer-lost' } } : { type: 'closed' };
    case 5:
      // Of another release.
      return { type: 'unheard-of', number } as unknown as ToEngine;
    default:
      return { type: 'written', number };
  }
}

/** As a page answers, with one sentence out of turn. */
function inTurn(random: Random): ToEngine[] {
  const said: ToEngine[] = Array.from({ length: 30 }, (_, i) => ({ type: 'written', number: i + 1 }));
  if (random.once(2)) said.splice(random.below(8), random.below(2), sentence(random));
  return said;
}

interface Heard {
  readonly posted: readonly ToPage[];
  readonly settled: readonly ('written' | PapertabError)[];
}

export const pipes = target<Talk, Heard>({
  name: 'pipes',
  codes: [],
  generate(random) {
    const many = <T>(most: number, make: () => T): T[] => Array.from({ length: random.below(most + 1) }, make);
    return {
      limits: limitsOf(random),
      writes: [1 + random.below(500), ...many(2, () => random.below(200))],
      said: random.once(3) ? many(12, () => sentence(random)) : inTurn(random),
    };
  },
  async feed({ limits, writes, said }) {
    const posted: ToPage[] = [];
    let tell = (_event: { data: ToEngine }): void => {};
    const port = {
      addEventListener: (type: string, listener: typeof tell) => {
        if (type === 'message') tell = listener;
      },
      postMessage: (message: ToPage) => void posted.push(message),
      start: () => {},
      close: () => {},
    } as unknown as MessagePort;
    const pipe = new PipeTransport(port, limits, CLOCK);
    const { signal } = new AbortController();
    const writing = writes.map((length) =>
      pipe.write(new Uint8Array(length), { lane: 'data', confirm: false, signal }).then(
        () => 'written' as const,
        (thrown: unknown) => {
          if (thrown instanceof PapertabError) return thrown;
          throw thrown;
        },
      ),
    );
    for (const message of said) {
      tell({ data: message });
      await null;
      await null;
    }
    // The last word: whoever still waits is told.
    tell({ data: { type: 'closed' } });
    return { posted, settled: await Promise.all(writing) };
  },
  judge: ({ said }, { settled }) =>
    settled.some((outcome) => outcome === 'written') ? 'accepted' : said.length > 0 ? 'refused' : 'outside',
  // Every write is copied, and cut once more into what is posted.
  mostBytes: () => 8_192,
  check({ writes }, { posted, settled }) {
    must(settled.length === writes.length, 'every write is settled');
    const bytes = posted.reduce((sum, message) => sum + (message.type === 'write' ? message.bytes.length : 0), 0);
    must(bytes <= writes.reduce((sum, length) => sum + length, 0), 'nothing is written twice');
    const numbers = posted.flatMap((message) => (message.type === 'write' ? [message.number] : []));
    must(
      numbers.every((number, i) => number === i + 1),
      'writes are numbered in turn',
    );
    for (const outcome of settled) {
      must(outcome === 'written' || ['printer-write', 'printer-lost'].includes(outcome.code), 'why it was not written');
    }
  },
});
