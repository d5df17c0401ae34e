import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { FakeLocks } from '../../test/support/fake-locks.ts';
import { PapertabError } from '../errors.ts';
import { FakeBrowser } from './testing/fake-browser.ts';

let clock: FakeClock;
let browser: FakeBrowser;

beforeEach(() => {
  clock = new FakeClock();
  browser = new FakeBrowser(clock, new FakeLocks());
});

const open: FakeBrowser['open'] = (...tab) => browser.open(...tab);
const settled = (): Promise<void> => clock.advance(0);

describe('the first tab', () => {
  it('runs the engine, and answers', async () => {
    const tab = await open('a');
    expect(tab.state).toMatchObject({ phase: 'running', runsHere: true });
    expect(await tab.seat.request('jobs', [{ limit: 3 }])).toBe('jobs');
    tab.seat.notice('tell', ['online']);
    expect(tab.runs[0]?.calls).toEqual([
      ['jobs', { limit: 3 }],
      ['tell', 'online'],
    ]);
    await tab.seat.takeOver();
    expect(tab.runs).toHaveLength(1);
  });

  it('starts another engine in place, which calls wait for that are made meanwhile', async () => {
    const tab = await open('a');
    tab.reign.restart();
    const call = tab.seat.request('jobs', []);
    await settled();
    expect(await call).toBe('jobs');
    expect(tab.runs.map(({ stopped }) => stopped)).toEqual([true, false]);
    expect(tab.runs[0]?.calls).toEqual([]);
    expect(tab.events.flatMap((event) => (event.type === 'state' ? [event.state.phase] : []))).toEqual([
      'starting',
      'starting',
      'running',
      'starting',
      'running',
    ]);
    expect(tab.runs[1]?.reign.because).toBeUndefined();
  });

  it('tells an engine why it takes the place of one that ended', async () => {
    const tab = await open('a', { because: { code: 'engine-unresponsive' } });
    expect(tab.reign.because).toEqual({ code: 'engine-unresponsive' });
  });

  it('lets another tab try where it fails itself, and tries again when it is asked to', async () => {
    const first = await open('a');
    const second = await open('b');
    first.reign.fail(new PapertabError('storage-failed'));
    await settled();
    expect(first.state).toMatchObject({ phase: 'failed', failure: { code: 'storage-failed' } });
    await expect(first.seat.request('jobs', [])).rejects.toMatchObject({ code: 'storage-failed' });
    expect(first.isOwner).toBe(false);
    expect(second.isOwner).toBe(true);

    const taken = first.seat.takeOver();
    await clock.advance(100);
    await taken;
    expect([first.isOwner, second.isOwner]).toEqual([true, false]);
    expect(await first.seat.request('jobs', [])).toBe('jobs');
  });

  it('lets the page know nothing of an engine that was stopped', async () => {
    const tab = await open('a');
    const { reign } = tab;
    reign.restart();
    await settled();
    const before = tab.events.length;
    reign.emit({ type: 'job-removed', id: 1 });
    expect(tab.events).toHaveLength(before);
  });
});

describe('an engine that was superseded', () => {
  it('stops and looks on, instead of failing', async () => {
    const first = await open('a');
    first.reign.emit({ type: 'trouble', error: { code: 'engine-superseded' } });
    await settled();
    expect(first.isOwner).toBe(false);
    expect(first.troubles).toEqual([]);
    expect(first.state).toMatchObject({ runsHere: false });
    // Nobody else is there after all.
    await clock.advance(2_100);
    expect(first.isOwner).toBe(true);
  });

  it('leaves it to the other one when that has another lock, instead of ending it and being ended for ever', async () => {
    const first = await open('a');
    for (let i = 0; i < 2; i++) {
      expect(first.isOwner).toBe(true);
      first.reign.emit({ type: 'trouble', error: { code: 'engine-superseded' } });
      await clock.advance(2_100);
    }
    expect(first.isOwner).toBe(false);
    expect(first.state).toMatchObject({ phase: 'failed', failure: { code: 'engine-superseded' } });
    // Until its user wants it here.
    await first.seat.takeOver();
    expect(first.isOwner).toBe(true);
  });
});
