import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { type ErrorCode, PapertabError } from '../errors.ts';
import { createBitmap } from '../imaging/bitmap.ts';
import { CATALOG } from './catalog.ts';
import type { Condition, Need } from './condition.ts';
import type { Conversation, Driver } from './driver.ts';
import { type ConnectedPrinter, printBitmap } from './print-session.ts';
import { PrinterLine } from './printer-line.ts';
import type { Received, Transport } from './transport.ts';

const ROWS = 100;

/** A printer of ten-row chunks, of which every other one is complete; what it is sent is its log. */
class ScriptedPrinter implements Transport {
  readonly limits = { chunkBytes: 1_000_000, confirm: true };
  readonly received: AsyncIterable<Received> = { async *[Symbol.asyncIterator]() {} };
  readonly log: string[] = [];
  lose: (error: PapertabError) => void = () => {};
  readonly lost = new Promise<PapertabError>((resolve) => {
    this.lose = resolve;
  });
  /** Whether it takes bytes; while not, writes wait. */
  taking = true;
  #waiting: (() => void)[] = [];

  write(bytes: Uint8Array, { signal, confirm }: { signal: AbortSignal; confirm: boolean }): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const done = (): void => {
        this.log.push(`${new TextDecoder().decode(bytes)}${confirm ? '!' : ''}`);
        resolve();
      };
      if (this.taking) {
        done();
        return;
      }
      this.#waiting.push(done);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  take(): void {
    this.taking = true;
    for (const done of this.#waiting.splice(0)) done();
  }

  async close(): Promise<void> {}
}

let clock: FakeClock;
let transport: ScriptedPrinter;
/** What the printer says when it is asked; undefined for one that is silent. */
let says: Condition | undefined;
let asked: number;
let finish: 'said' | 'silent';
let line: PrinterLine<unknown>;
let rows: number[];
let needs: (Need | undefined)[];

beforeEach(() => {
  clock = new FakeClock();
  transport = new ScriptedPrinter();
  says = {};
  asked = 0;
  finish = 'said';
  rows = [];
  needs = [];
});

const encoder = new TextEncoder();
const driver: Driver = {
  reader: { push: () => [], conditionOf: () => undefined },
  greet: async () => ({}),
  *encode(bitmap) {
    yield { bytes: encoder.encode('begin'), rows: 0, complete: true };
    for (let at = 0; at < bitmap.height; at += 10) {
      yield { bytes: encoder.encode(`${at}`), rows: 10, complete: at % 20 === 10 };
    }
    yield { bytes: encoder.encode('feed'), rows: 0, complete: true };
  },
  ask: async () => {
    asked += 1;
    return says;
  },
  finish: async () => finish,
  abandon: () => encoder.encode('abandon'),
};

function print(
  change: Partial<ConnectedPrinter> & { careful?: boolean } = {},
  {
    cancelled = new AbortController(),
    stopped = new AbortController(),
    onBegin,
  }: { cancelled?: AbortController; stopped?: AbortController; onBegin?: (signal: AbortSignal) => Promise<void> } = {},
) {
  line = new PrinterLine(transport, driver.reader, clock, () => {});
  const { careful = false, ...rest } = change;
  const settings = { ...CATALOG['escpos-58'].defaults, careful };
  const printer: ConnectedPrinter = { driver, line, settings, rowsPerSecond: 100, ...rest };
  let ended: string | undefined;
  printBitmap(createBitmap(384, ROWS), printer, {
    clock,
    cancelled: cancelled.signal,
    stopped: stopped.signal,
    onRows: (n) => rows.push(n),
    onNeeds: (need) => needs.push(need),
    ...(onBegin && { onBegin }),
  }).then(
    () => (ended = 'printed'),
    (reason) => (ended = reason instanceof PapertabError ? reason.code : String(reason)),
  );
  return { cancelled, stopped, ended: () => ended };
}

const cancel = (controller: AbortController, code: ErrorCode = 'job-cancelled'): void =>
  controller.abort(new PapertabError(code));

describe('what has to be done before the first byte leaves', () => {
  it('is waited for, once', async () => {
    let done = (): void => {};
    let asked = 0;
    const onBegin = () => {
      asked += 1;
      return new Promise<void>((resolve) => (done = resolve));
    };
    const job = print({}, { onBegin });
    await clock.advance(60_000);
    expect(transport.log).toEqual([]);
    expect(rows).toEqual([]);
    done();
    await clock.advance(0);
    expect(rows[0]).toBe(0);
    expect(job.ended()).toBe('printed');
    expect(asked).toBe(1);
  });

  it('comes after what the printer needs, and ends the job where it fails', async () => {
    says = { needs: 'printer-paper-out' };
    const onBegin = vi.fn(async () => {
      throw new PapertabError('job-state');
    });
    const job = print({}, { onBegin });
    await clock.advance(10_000);
    expect(onBegin).not.toHaveBeenCalled();
    says = {};
    await clock.advance(2_000);
    expect(job.ended()).toBe('job-state');
    expect(transport.log).toEqual([]);
  });

  it('hears that the job is cancelled, of which nothing leaves then', async () => {
    const onBegin = (signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    const job = print({}, { onBegin });
    await clock.advance(1_000);
    cancel(job.cancelled);
    await clock.advance(0);
    expect(job.ended()).toBe('job-cancelled');
    expect(transport.log).toEqual([]);
    expect(rows).toEqual([]);
  });
});

describe('a print session', () => {
  it('sends the job in order and counts the rows that were taken', async () => {
    const job = print();
    await clock.advance(0);
    expect(transport.log).toEqual(['begin!', '0', '10', '20', '30', '40', '50', '60', '70', '80', '90', 'feed!']);
    expect(rows).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 100]);
    expect(job.ended()).toBe('printed');
  });

  it('takes the time of the head where the printer does not say when it is done', async () => {
    says = undefined;
    finish = 'silent';
    const job = print();
    await clock.advance(1_000);
    expect(transport.log.at(-1)).toBe('feed!');
    expect(job.ended()).toBeUndefined();
    await clock.advance(1_500);
    expect(job.ended()).toBe('printed');
  });

  it('takes the time of a slow line too, which still has bytes that count as taken', async () => {
    says = undefined;
    finish = 'silent';
    const line = { rowsPerSecond: 1_000_000, bytesPerSecond: 10 };
    const job = print(line);
    await clock.advance(0);
    const bytes = transport.log.join('').replaceAll('!', '').length;
    await clock.advance(bytes * 100 - 100);
    expect(job.ended()).toBeUndefined();
    await clock.advance(200);
    expect(job.ended()).toBe('printed');
  });

  it('takes no more of that than what can be on its way: some lines are faster than they say', async () => {
    says = undefined;
    finish = 'silent';
    const long: Driver = {
      ...driver,
      *encode() {
        yield { bytes: new Uint8Array(100_000), rows: ROWS, complete: true };
      },
    };
    const job = print({ driver: long, rowsPerSecond: 1_000_000, bytesPerSecond: 1_000 });
    await clock.advance(9_000);
    expect(job.ended()).toBeUndefined();
    await clock.advance(400);
    expect(job.ended()).toBe('printed');
  });

  it('does not take that time where the printer says that it is done', async () => {
    const job = print({ bytesPerSecond: 1 });
    await clock.advance(0);
    expect(job.ended()).toBe('printed');
  });

  it('sends nothing while the printer needs somebody, and goes on by itself when it is cured', async () => {
    says = { needs: 'printer-cover-open' };
    const job = print();
    await clock.advance(10_000);
    expect(transport.log).toEqual([]);
    expect(rows).toEqual([]);
    expect(needs).toEqual(['printer-cover-open']);
    says = {};
    await clock.advance(2_000);
    expect(needs).toEqual(['printer-cover-open', undefined]);
    expect(job.ended()).toBe('printed');
  });

  it('stops between two complete chunks when the printer says unasked that its paper is out', async () => {
    transport.taking = false;
    const job = print();
    await clock.advance(0);
    line.note({ needs: 'printer-paper-out' });
    says = { needs: 'printer-paper-out' };
    transport.take();
    await clock.advance(5_000);
    expect(transport.log).toEqual(['begin!']);
    expect(needs).toEqual(['printer-paper-out']);
    says = {};
    await clock.advance(2_000);
    expect(job.ended()).toBe('printed');
    expect(transport.log).toHaveLength(12);
  });

  it('is not finished while the paper is out, although all was sent', async () => {
    transport.taking = false;
    const job = print();
    await clock.advance(0);
    says = { needs: 'printer-paper-out' };
    finish = 'silent';
    transport.take();
    await clock.advance(0);
    line.note({ needs: 'printer-paper-out' });
    await clock.advance(60_000);
    expect(job.ended()).toBeUndefined();
    says = {};
    finish = 'said';
    await clock.advance(3_000);
    expect(job.ended()).toBe('printed');
  });

  it('says that the printer takes no more, without asking into a band, and takes it back', async () => {
    transport.taking = false;
    const job = print();
    await clock.advance(0);
    const before = asked;
    await clock.advance(40_000);
    expect(needs).toEqual(['printer-stalled']);
    expect(asked).toBe(before);
    transport.take();
    await clock.advance(0);
    expect(needs).toEqual(['printer-stalled', undefined]);
    expect(job.ended()).toBe('printed');
  });

  it('gives a write up that is never answered, where that means a dead link', async () => {
    transport.taking = false;
    const job = print({ silentAfterMs: 60_000 });
    await clock.advance(59_000);
    expect(job.ended()).toBeUndefined();
    await clock.advance(5_000);
    expect(job.ended()).toBe('printer-silent');
  });

  it.each(['ask', 'finish'] as const)(
    'gives up a printer that does not even take what the driver has to %s',
    async (how) => {
      const hangs: Driver = {
        ...driver,
        [how]: async ({ line: { send }, signal }: Conversation<unknown>) => {
          await send.call(line, encoder.encode('?'), { lane: 'data', confirm: false, signal });
        },
      };
      const write = transport.write.bind(transport);
      transport.write = (bytes, options) => {
        transport.taking = new TextDecoder().decode(bytes) !== '?';
        return write(bytes, options);
      };
      const job = print({ driver: hangs, silentAfterMs: 60_000 });
      await clock.advance(50_000);
      expect(needs).toEqual(['printer-stalled']);
      await clock.advance(60_000);
      expect(job.ended()).toBe('printer-silent');
    },
  );

  it('waits for a printer on a wire that does not take a question, and goes on', async () => {
    let answer: () => void = () => {};
    const slow: Driver = {
      ...driver,
      ask: async () => {
        await new Promise<void>((resolve) => (answer = resolve));
        return {};
      },
    };
    const job = print({ driver: slow });
    await clock.advance(600_000);
    expect(needs).toEqual(['printer-stalled']);
    answer();
    await clock.advance(0);
    expect(needs).toEqual(['printer-stalled', undefined]);
    expect(job.ended()).toBe('printed');
  });

  it('leaves nothing of itself at the connection, which outlives it', async () => {
    print();
    await clock.advance(0);
    expect(getEventListeners(line.lost, 'abort')).toEqual([]);
  });

  it('does not take a printer for dead that says what it needs', async () => {
    transport.taking = false;
    const job = print({ silentAfterMs: 60_000 });
    await clock.advance(0);
    line.note({ needs: 'printer-paper-out' });
    await clock.advance(600_000);
    expect(job.ended()).toBeUndefined();
    expect(needs).toEqual(['printer-paper-out']);
    // Its silence counts from the cure on: what it was silent for before was the need.
    line.note({});
    await clock.advance(10_000);
    expect(job.ended()).toBeUndefined();
    expect(needs).toEqual(['printer-paper-out', undefined]);
    transport.take();
    await clock.advance(0);
    expect(job.ended()).toBe('printed');
  });

  it('gives up a printer that takes nothing after its cure either', async () => {
    transport.taking = false;
    const job = print({ silentAfterMs: 60_000 });
    await clock.advance(0);
    line.note({ needs: 'printer-paper-out' });
    await clock.advance(600_000);
    line.note({});
    await clock.advance(55_000);
    expect(job.ended()).toBeUndefined();
    expect(needs).toEqual(['printer-paper-out', undefined, 'printer-stalled']);
    await clock.advance(10_000);
    expect(job.ended()).toBe('printer-silent');
  });

  it('ends with the reason when the link is lost', async () => {
    transport.taking = false;
    const job = print();
    await clock.advance(1_000);
    transport.lose(new PapertabError('printer-lost'));
    await clock.advance(0);
    expect(job.ended()).toBe('printer-lost');
  });

  it('keeps to the pace of a slow head in careful mode', async () => {
    const job = print({ careful: true });
    await clock.advance(1_000);
    expect(rows.at(-1)).toBeLessThanOrEqual(33 + 24 + 20);
    expect(job.ended()).toBeUndefined();
    await clock.advance(3_000);
    expect(job.ended()).toBe('printed');
  });
});

describe('a printer that was silent', () => {
  const SILENT: Condition = { needs: 'printer-stalled' };
  let kept: boolean;
  let keptAsked: number;
  const silenced: Driver = {
    ...driver,
    kept: async () => {
      keptAsked += 1;
      return kept;
    },
  };

  beforeEach(() => {
    kept = false;
    keptAsked = 0;
  });

  /** Prints until the printer falls silent behind its first command. */
  async function silencedInMidJob() {
    transport.taking = false;
    const job = print({ driver: silenced });
    await clock.advance(0);
    line.note(SILENT);
    says = SILENT;
    transport.take();
    await clock.advance(600_000);
    expect(transport.log).toEqual(['begin!']);
    expect(needs).toEqual(['printer-stalled']);
    expect(job.ended()).toBeUndefined();
    return job;
  }

  it('before the job is sent it when it answers, and has nothing to make up for', async () => {
    says = SILENT;
    const job = print({ driver: silenced });
    await clock.advance(600_000);
    expect(transport.log).toEqual([]);
    expect(needs).toEqual(['printer-stalled']);
    says = {};
    await clock.advance(2_000);
    expect(job.ended()).toBe('printed');
    expect(keptAsked).toBe(0);
  });

  it('in mid-job and was switched off meanwhile begins again: the job is lost with it', async () => {
    const job = await silencedInMidJob();
    says = {};
    await clock.advance(2_000);
    expect(job.ended()).toBe('printer-lost');
    expect(transport.log).toEqual(['begin!']);
  });

  it('in mid-job and still has what it was sent goes on where it was', async () => {
    const job = await silencedInMidJob();
    kept = true;
    says = {};
    await clock.advance(2_000);
    expect(job.ended()).toBe('printed');
    expect(transport.log).toHaveLength(12);
    expect(needs).toEqual(['printer-stalled', undefined]);
  });

  it('and then needs something else has lost the job all the same', async () => {
    const job = await silencedInMidJob();
    says = { needs: 'printer-paper-out' };
    await clock.advance(60_000);
    expect(keptAsked).toBe(0);
    says = {};
    await clock.advance(2_000);
    expect(job.ended()).toBe('printer-lost');
  });

  it('when all was sent, and does not say when it is done, is asked once more', async () => {
    finish = 'silent';
    const job = print({ driver: silenced });
    await clock.advance(500);
    expect(transport.log.at(-1)).toBe('feed!');
    says = SILENT;
    await clock.advance(600_000);
    expect(job.ended()).toBeUndefined();
    expect(needs).toEqual(['printer-stalled']);
    says = {};
    await clock.advance(2_000);
    expect(job.ended()).toBe('printer-lost');
  });
});

describe('a cancelled job', () => {
  it('ends after a complete chunk and leaves the printer ready for the next', async () => {
    transport.taking = false;
    const job = print();
    await clock.advance(0);
    cancel(job.cancelled);
    transport.take();
    await clock.advance(0);
    expect(transport.log).toEqual(['begin!', 'abandon!']);
    expect(job.ended()).toBe('job-cancelled');
  });

  it('is not broken off inside a band', async () => {
    const job = print();
    const write = transport.write.bind(transport);
    transport.write = (bytes, options) => {
      if (new TextDecoder().decode(bytes) === '20') cancel(job.cancelled);
      return write(bytes, options);
    };
    await clock.advance(0);
    expect(transport.log).toEqual(['begin!', '0', '10', '20', '30', 'abandon!']);
    expect(job.ended()).toBe('job-cancelled');
  });

  it('sends nothing when it had not begun', async () => {
    says = { needs: 'printer-paper-out' };
    const job = print();
    await clock.advance(1_000);
    cancel(job.cancelled);
    await clock.advance(0);
    expect(transport.log).toEqual([]);
    expect(job.ended()).toBe('job-cancelled');
  });

  it('does not wait for ever for a printer that takes nothing any more', async () => {
    transport.taking = false;
    const job = print();
    await clock.advance(0);
    cancel(job.cancelled);
    await clock.advance(19_000);
    expect(job.ended()).toBeUndefined();
    await clock.advance(2_000);
    expect(job.ended()).toBe('printer-silent');
  });

  it('is dropped at once, wherever it is, when the engine stops', async () => {
    transport.taking = false;
    const job = print();
    await clock.advance(0);
    cancel(job.stopped, 'engine-superseded');
    await clock.advance(0);
    expect(job.ended()).toBe('engine-superseded');
    expect(transport.log).toEqual([]);
  });
});
