import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { FakeLocks } from '../../test/support/fake-locks.ts';
import { PapertabError } from '../errors.ts';
import { idleState } from './idle-state.ts';
import { FakeBrowser } from './testing/fake-browser.ts';
import { VERSION } from './view-messages.ts';

let clock: FakeClock;
let browser: FakeBrowser;

beforeEach(() => {
  clock = new FakeClock();
  browser = new FakeBrowser(clock, new FakeLocks());
});

const open: FakeBrowser['open'] = (...tab) => browser.open(...tab);
const settled = (): Promise<void> => clock.advance(0);

describe('moving the printer here', () => {
  it('asks the other tab, which stops at once and looks on from then', async () => {
    const first = await open('a');
    const second = await open('b');
    const taken = second.seat.takeOver();
    expect(second.seat.takeOver()).toBe(taken);
    await clock.advance(100);
    await taken;
    expect(first.isOwner).toBe(false);
    expect(second.isOwner).toBe(true);
    expect(first.state).toMatchObject({ phase: 'running', runsHere: false });
    expect(second.state).toMatchObject({ phase: 'running', runsHere: true });
    const call = first.seat.request('jobs', []);
    await settled();
    expect(await call).toBe('jobs');
    expect(second.runs[0]?.calls).toEqual([['jobs']]);
    // The answer was no accident of the five seconds.
    await clock.advance(60_000);
    expect([first.isOwner, second.isOwner]).toEqual([false, true]);
  });

  it('and back again, as often as one likes', async () => {
    const tabs = [await open('a'), await open('b'), await open('c')];
    for (const i of [1, 2, 0, 2, 1]) {
      const taken = tabs[i]!.seat.takeOver();
      await clock.advance(100);
      await taken;
      expect(tabs.map(({ isOwner }) => isOwner)).toEqual([0, 1, 2].map((j) => j === i));
    }
  });

  it('takes the place of a tab that does not answer for 5 s; thawed, that one stops', async () => {
    const first = await open('a');
    const second = await open('b');
    first.freeze();
    const taken = second.seat.takeOver();
    await clock.advance(4_900);
    expect(second.isOwner).toBe(false);
    await clock.advance(200);
    await taken;
    expect(second.isOwner).toBe(true);
    expect(second.troubles).toEqual([]);
    first.thaw();
    await settled();
    expect(first.isOwner).toBe(false);
    await clock.advance(10_000);
    expect(first.state).toMatchObject({ phase: 'running', runsHere: false });
    expect(second.isOwner).toBe(true);
  });

  it('gives the next tab that has the printer the same time', async () => {
    const [, second, third] = [await open('a'), await open('b'), await open('c')];
    const taken = third.seat.takeOver();
    await clock.advance(100);
    await taken;
    third.freeze();
    const again = second.seat.takeOver();
    await clock.advance(4_900);
    expect([second.isOwner, third.isOwner]).toEqual([false, true]);
    await clock.advance(200);
    await again;
    expect(second.isOwner).toBe(true);
    third.thaw();
    await settled();
    expect(third.isOwner).toBe(false);
  });

  it.each([
    ['cannot answer', { loads: false }, {}],
    ['cannot be asked', {}, { loads: false }],
    ['can neither be asked nor answer', { loads: false }, { loads: false }],
  ])('takes the place of one that %s, after the time that one has to let go', async (_, hosts, looks) => {
    const first = await open('a', hosts);
    const second = await open('b', looks);
    const taken = second.seat.takeOver();
    await clock.advance(4_900);
    expect([first.isOwner, second.isOwner]).toEqual([true, false]);
    await clock.advance(200);
    await taken;
    expect([first.isOwner, second.isOwner]).toEqual([false, true]);
    await clock.advance(2_000);
    expect(first.state).toMatchObject({ phase: 'elsewhere', runsHere: false });
  });

  it('waits no longer for one that cannot be asked when that one ends', async () => {
    const first = await open('a');
    const second = await open('b', { loads: false });
    const taken = second.seat.takeOver();
    await clock.advance(1_000);
    first.reign.fail(new PapertabError('storage-failed'));
    await settled();
    await taken;
    expect([first.isOwner, second.isOwner]).toEqual([false, true]);
  });

  it('ends with one printer when two tabs want it at once', async () => {
    const first = await open('a');
    const others = [await open('b'), await open('c')];
    const taken = others.map((tab) => tab.seat.takeOver().catch((error: PapertabError) => error.code));
    await clock.advance(100);
    const outcomes = await Promise.all(taken);
    expect(first.isOwner).toBe(false);
    expect(others.filter(({ isOwner }) => isOwner)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === undefined).length).toBeGreaterThan(0);
    await clock.advance(120_000);
    expect([first, ...others].filter(({ isOwner }) => isOwner)).toHaveLength(1);
    for (const { state } of [first, ...others]) expect(state.phase).toBe('running');
  });

  it('takes the place of one that says that it failed, and runs one engine for it', async () => {
    const first = await open('a');
    const second = await open('b');
    first.reign.emit({ type: 'state', state: idleState({ phase: 'failed' }) });
    await settled();
    expect(second.state.phase).toBe('failed');
    const looking = browser.listening;
    const taken = second.seat.takeOver();
    await clock.advance(100);
    await taken;
    await clock.advance(60_000);
    expect([first.isOwner, second.isOwner]).toEqual([false, true]);
    expect([first.runs, second.runs].map(({ length }) => length)).toEqual([1, 1]);
    expect(browser.listening).toBe(looking);
  });

  it('fails when the engine cannot start here', async () => {
    await open('a');
    const second = await open('b');
    second.starting = Promise.reject(new PapertabError('storage-blocked'));
    second.starting.catch(() => {});
    const taken = second.seat.takeOver();
    taken.catch(() => {});
    await clock.advance(100);
    await expect(taken).rejects.toMatchObject({ code: 'storage-blocked' });
  });

  it('goes on with the old tab when the one that asked is closed', async () => {
    const first = await open('a');
    // One that asks, and is never heard of again.
    browser.say({ papertab: VERSION, type: 'let-go' });
    await settled();
    expect(first.isOwner).toBe(false);
    await clock.advance(2_100);
    expect(first.isOwner).toBe(true);
  });

  it('stops an engine that had not begun yet', async () => {
    let begin = (): void => {};
    const first = browser.begin('a');
    first.starting = new Promise((resolve) => {
      begin = resolve;
    });
    await settled();
    const second = await open('b');
    const taken = second.seat.takeOver();
    await clock.advance(100);
    await taken;
    begin();
    await settled();
    expect(first.isOwner).toBe(false);
    expect(second.isOwner).toBe(true);
  });
});
