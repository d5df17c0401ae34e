import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { quiet, until } from '../../../test/support/until.ts';
import { PapertabError } from '../../errors.ts';
import { PipeTransport } from './pipe.ts';
import type { PipeLimits, ToEngine, ToPage } from './pipe-messages.ts';

const HELD_BACK: PipeLimits = { chunkBytes: 4, confirm: false, flow: { kind: 'held-back' } };
const AWAITED: PipeLimits = { chunkBytes: 4, confirm: false, flow: { kind: 'credits-awaited' } };
const PACED: PipeLimits = { chunkBytes: 4, confirm: false, flow: { kind: 'paced', bytes: 2, pauseMs: 20 } };
const never = new AbortController().signal;

let clock: FakeClock;
let page: MessagePort;
let heard: ToPage[];
let pipe: PipeTransport;

function open(limits: PipeLimits): void {
  const { port1, port2 } = new MessageChannel();
  page = port1;
  heard = [];
  page.onmessage = ({ data }: MessageEvent<ToPage>) => heard.push(data);
  pipe = new PipeTransport(port2, limits, clock);
}

const say = (message: ToEngine): void => page.postMessage(message);
const writes = () => heard.filter((message) => message.type === 'write');
const written = () => writes().map(({ bytes }) => [...bytes]);
const others = () => heard.filter((message) => message.type !== 'write');

function write(bytes: number[], signal = never): { ended: () => unknown; done: Promise<void> } {
  let ended: unknown;
  const done = pipe.write(Uint8Array.from(bytes), { lane: 'data', confirm: false, signal });
  done.then(
    () => (ended = 'written'),
    (reason) => (ended = reason),
  );
  return { ended: () => ended, done };
}

/** Answers everything as it comes. */
function answerAll(): void {
  page.onmessage = ({ data }: MessageEvent<ToPage>) => {
    heard.push(data);
    if (data.type === 'write') say({ type: 'written', number: data.number });
    if (data.type === 'close') say({ type: 'closed' });
  };
}

beforeEach(() => {
  clock = new FakeClock();
  open(HELD_BACK);
});

afterEach(() => page.close());

describe('a write through the pipe', () => {
  it('is cut, numbered, kept in order, and done when all of it is answered', async () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    answerAll();
    const done = pipe.write(bytes, { lane: 'control', confirm: true, signal: never });
    // The caller's bytes stay the caller's.
    bytes.fill(0);
    await done;
    expect(heard).toEqual([
      { type: 'write', number: 1, lane: 'control', confirm: true, bytes: Uint8Array.of(1, 2, 3, 4) },
      { type: 'write', number: 2, lane: 'control', confirm: true, bytes: Uint8Array.of(5, 6, 7, 8) },
      { type: 'write', number: 3, lane: 'control', confirm: true, bytes: Uint8Array.of(9, 10) },
    ]);
    expect(bytes).toEqual(new Uint8Array(10));
  });

  it('is not done while a piece of it is unanswered', async () => {
    const { ended } = write([1, 2, 3, 4, 5]);
    await until(() => heard.length === 2);
    say({ type: 'written', number: 2 });
    await quiet();
    expect(ended()).toBeUndefined();
    say({ type: 'written', number: 1 });
    await until(() => ended() === 'written');
  });

  it('never has more than two pieces on their way, also across writes', async () => {
    write([1]);
    write([2]);
    write([3]);
    await quiet();
    expect(written()).toEqual([[1], [2]]);
    say({ type: 'written', number: 1 });
    await until(() => heard.length === 3);
    expect(written()[2]).toEqual([3]);
  });

  it('fails with what the page says, and drops its other pieces', async () => {
    const { done } = write([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await until(() => heard.length === 2);
    say({ type: 'failed', number: 1, error: { code: 'printer-write', detail: 'no' } });
    await expect(done).rejects.toEqual(new PapertabError('printer-write', 'no'));
    await quiet();
    expect(written()).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ]);
  });

  it('of nothing is done at once', async () => {
    await write([]).done;
    await quiet();
    expect(heard).toEqual([]);
  });

  it('follows limits that change on the way', async () => {
    const { done } = write([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    await until(() => heard.length === 2);
    say({ type: 'limits', limits: { ...HELD_BACK, chunkBytes: 3 } });
    await until(() => pipe.limits.chunkBytes === 3);
    answerAll();
    say({ type: 'written', number: 1 });
    say({ type: 'written', number: 2 });
    await done;
    expect(written().slice(2)).toEqual([
      [9, 10, 11],
      [12, 13, 14],
    ]);
  });
});

describe('a write that is given up', () => {
  it('rejects at once, is cancelled at the page, and makes room only when the page answers', async () => {
    const patience = new AbortController();
    const first = write([1, 2, 3, 4, 5, 6, 7, 8, 9], patience.signal);
    const next = write([20]);
    await until(() => heard.length === 2);
    const why = new PapertabError('printer-silent');
    patience.abort(why);
    await expect(first.done).rejects.toBe(why);
    await until(() => others().length === 2);
    expect(others()).toEqual([
      { type: 'cancel', number: 1 },
      { type: 'cancel', number: 2 },
    ]);
    expect(writes()).toHaveLength(2);
    say({ type: 'failed', number: 1, error: { code: 'job-cancelled' } });
    await until(() => writes().length === 3);
    expect(written()[2]).toEqual([20]);
    say({ type: 'written', number: 2 });
    say({ type: 'written', number: 3 });
    await next.done;
  });

  it('never goes to the page when it had not begun', async () => {
    const patience = new AbortController();
    write([1]);
    write([2]);
    const third = write([3], patience.signal);
    const fourth = write([4]);
    await until(() => heard.length === 2);
    patience.abort(new PapertabError('job-cancelled'));
    await expect(third.done).rejects.toMatchObject({ code: 'job-cancelled' });
    answerAll();
    say({ type: 'written', number: 1 });
    say({ type: 'written', number: 2 });
    await fourth.done;
    expect(written()).toEqual([[1], [2], [4]]);
  });

  it('before it was begun rejects with the reason', async () => {
    await expect(write([1], AbortSignal.abort(new PapertabError('job-cancelled'))).done).rejects.toMatchObject({
      code: 'job-cancelled',
    });
    await quiet();
    expect(heard).toEqual([]);
  });
});

describe('credits', () => {
  it('are waited for', async () => {
    open(AWAITED);
    write([1]);
    await clock.advance(3_999);
    expect(heard).toEqual([]);
    say({ type: 'limits', limits: { ...AWAITED, chunkBytes: 2 } });
    await quiet();
    expect(heard).toEqual([]);
    say({ type: 'limits', limits: HELD_BACK });
    await until(() => heard.length === 1);
    expect(written()).toEqual([[1]]);
    await clock.advance(10_000);
    expect(others()).toEqual([]);
  });

  it('are given up after four seconds; then writing goes on as the page says', async () => {
    open(AWAITED);
    write([1, 2, 3]);
    await clock.advance(4_000);
    await until(() => heard.length === 1);
    expect(heard).toEqual([{ type: 'without-credits' }]);
    say({ type: 'limits', limits: PACED });
    await until(() => heard.length === 2);
    expect(written()).toEqual([[1, 2]]);
  });

  it('are waited for from the opening, not from the first write', async () => {
    open(AWAITED);
    await clock.advance(3_000);
    write([1]);
    await clock.advance(1_000);
    await until(() => heard.length === 1);
    expect(heard).toEqual([{ type: 'without-credits' }]);
  });

  it('are waited for at most once more in full when the clock is set back', async () => {
    open(AWAITED);
    write([1]);
    await clock.advance(3_000);
    clock.setBack(3_600_000);
    await clock.advance(4_999);
    expect(heard).toEqual([]);
    await clock.advance(1);
    await until(() => heard.length === 1);
    expect(heard).toEqual([{ type: 'without-credits' }]);
    clock.setBack(3_600_000);
    await clock.advance(2_000);
    await until(() => written().length === 1);
  });

  it('do not hold a job up for ever when the page has nothing new to say', async () => {
    open(AWAITED);
    write([1]);
    await clock.advance(5_000);
    await until(() => written().length === 1);
  });

  it('may be waited for no longer than the write is', async () => {
    open(AWAITED);
    const patience = new AbortController();
    const { done } = write([1], patience.signal);
    patience.abort(new PapertabError('printer-silent'));
    await expect(done).rejects.toMatchObject({ code: 'printer-silent' });
  });
});

describe('a printer that nothing holds back', () => {
  it('gets few bytes at a time, and a pause after each answer', async () => {
    open(PACED);
    answerAll();
    const { done, ended } = write([1, 2, 3, 4, 5]);
    await until(() => heard.length === 1);
    await clock.advance(19);
    expect(written()).toEqual([[1, 2]]);
    await clock.advance(1);
    await until(() => heard.length === 2);
    expect(ended()).toBeUndefined();
    await clock.advance(20);
    await done;
    write([6]);
    await quiet();
    expect(written()).toEqual([[1, 2], [3, 4], [5]]);
    await clock.advance(20);
    await until(() => heard.length === 4);
  });

  it('pauses no longer when the clock is set back, before the next piece or while that waits', async () => {
    open(PACED);
    answerAll();
    await write([1]).done;
    clock.setBack(3_600_000);
    write([2, 3, 4]);
    await clock.advance(20);
    await until(() => heard.length === 2);
    await quiet();
    clock.setBack(3_600_000);
    await clock.advance(40);
    await until(() => heard.length === 3);
    expect(written()).toEqual([[1], [2, 3], [4]]);
  });

  it('has one write on its way at a time', async () => {
    open(PACED);
    write([1, 2, 3]);
    await clock.advance(1_000);
    expect(written()).toEqual([[1, 2]]);
  });

  it('is written to faster from the moment that it holds back by itself', async () => {
    open(PACED);
    answerAll();
    write([1, 2, 3]);
    await until(() => heard.length === 1);
    await quiet();
    say({ type: 'limits', limits: HELD_BACK });
    await until(() => heard.length === 2);
  });
});

describe('what the printer says', () => {
  it('is read with its lane, and ends with the connection', async () => {
    say({ type: 'received', lane: 'data', bytes: Uint8Array.of(1) });
    say({ type: 'received', lane: 'control', bytes: Uint8Array.of(2, 3) });
    say({ type: 'lost', error: { code: 'printer-lost' } });
    const all: unknown[] = [];
    for await (const received of pipe.received) all.push(received);
    expect(all).toEqual([
      { lane: 'data', bytes: Uint8Array.of(1) },
      { lane: 'control', bytes: Uint8Array.of(2, 3) },
    ]);
  });
});

describe('the end of the pipe', () => {
  it('fails all writes with what the printer was lost for', async () => {
    const writing = [write([1]), write([2]), write([3])];
    say({ type: 'lost', error: { code: 'printer-lost', detail: 'gone' } });
    expect(await pipe.lost).toEqual(new PapertabError('printer-lost', 'gone'));
    for (const { done } of writing) await expect(done).rejects.toMatchObject({ code: 'printer-lost', detail: 'gone' });
    await expect(write([4]).done).rejects.toMatchObject({ code: 'printer-lost' });
    await pipe.close();
  });

  it('is a loss when the page goes without a word', async () => {
    const { done } = write([1]);
    await until(() => heard.length === 1);
    page.close();
    expect(await pipe.lost).toMatchObject({ code: 'printer-lost' });
    await expect(done).rejects.toMatchObject({ code: 'printer-lost' });
  });

  it('comes after the last write, and is told by the page', async () => {
    const { ended } = write([1]);
    let closed = false;
    const closing = pipe.close().then(() => (closed = true));
    await until(() => heard.length === 1);
    await quiet();
    expect(others()).toEqual([]);
    say({ type: 'written', number: 1 });
    await until(() => ended() === 'written');
    await clock.advance(299);
    expect(others()).toEqual([]);
    await clock.advance(1);
    await until(() => others().length === 1);
    expect(others()).toEqual([{ type: 'close' }]);
    await clock.advance(4_000);
    expect(closed).toBe(false);
    say({ type: 'closed' });
    await closing;
    await expect(write([2]).done).rejects.toMatchObject({ code: 'printer-away' });
  });

  it('settles no longer when the clock is set back', async () => {
    answerAll();
    await write([1]).done;
    clock.setBack(3_600_000);
    const closing = pipe.close();
    await clock.advance(300);
    await closing;
    expect(others()).toEqual([{ type: 'close' }]);
  });

  it('does not wait for a write that was given up, nor for a page that does not answer', async () => {
    const patience = new AbortController();
    const { done } = write([1], patience.signal);
    await until(() => heard.length === 1);
    patience.abort(new PapertabError('printer-silent'));
    await expect(done).rejects.toMatchObject({ code: 'printer-silent' });
    let closed = false;
    const closing = pipe.close().then(() => (closed = true));
    await clock.advance(4_999);
    expect(closed).toBe(false);
    await clock.advance(1);
    await closing;
    await until(() => others().length === 3);
    expect(others()).toEqual([{ type: 'cancel', number: 1 }, { type: 'close' }, { type: 'close' }]);
  });

  it('does not settle behind a write that was given up and hangs', async () => {
    const { done } = write([1]);
    await until(() => heard.length === 1);
    say({ type: 'written', number: 1 });
    await done;
    const patience = new AbortController();
    const hung = write([2], patience.signal);
    await until(() => heard.length === 2);
    patience.abort(new PapertabError('printer-silent'));
    await expect(hung.done).rejects.toMatchObject({ code: 'printer-silent' });
    const closing = pipe.close();
    await until(() => others().some(({ type }) => type === 'close'));
    say({ type: 'closed' });
    await closing;
  });

  it('comes at once when the printer is lost while it settles', async () => {
    const { done } = write([1]);
    await until(() => heard.length === 1);
    say({ type: 'written', number: 1 });
    await done;
    const closing = pipe.close();
    say({ type: 'lost', error: { code: 'printer-lost' } });
    await closing;
  });

  it('is the same however often it is asked for', async () => {
    answerAll();
    await Promise.all([pipe.close(), pipe.close()]);
    expect(others()).toEqual([{ type: 'close' }]);
  });

  it('leaves nothing lost behind', async () => {
    answerAll();
    let lost = false;
    void pipe.lost.then(() => (lost = true));
    await pipe.close();
    await quiet();
    expect(lost).toBe(false);
  });
});
