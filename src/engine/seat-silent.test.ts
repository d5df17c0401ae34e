import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { FakeLocks } from '../../test/support/fake-locks.ts';
import { FakeBrowser } from './testing/fake-browser.ts';

let clock: FakeClock;
let browser: FakeBrowser;

beforeEach(() => {
  clock = new FakeClock();
  browser = new FakeBrowser(clock, new FakeLocks());
});

const open: FakeBrowser['open'] = (...tab) => browser.open(...tab);
const settled = (): Promise<void> => clock.advance(0);

describe('a tab whose printer is silent', () => {
  it('takes its place after 60 s, and says so', async () => {
    const first = await open('a');
    const second = await open('b');
    await clock.advance(30_000);
    first.freeze();
    await clock.advance(14_000);
    expect(second.state.phase).toBe('running');
    await clock.advance(6_000);
    expect(second.state.phase).toBe('elsewhere');
    await clock.advance(34_000);
    expect(second.isOwner).toBe(false);
    await clock.advance(12_000);
    expect(second.isOwner).toBe(true);
    expect(second.troubles).toEqual(['engine-taken-over']);
    expect(second.reign.because).toEqual({ code: 'engine-taken-over' });
    first.thaw();
    await clock.advance(10_000);
    expect(first.isOwner).toBe(false);
    expect(first.state).toMatchObject({ phase: 'running', runsHere: false });
  });

  it('takes its place all the same on a machine so busy that ticks are late', async () => {
    const first = await open('a');
    const second = await open('b');
    first.freeze();
    for (let i = 0; i < 8; i++) {
      clock.jump(12_000);
      await clock.advance(10_000);
    }
    expect(second.isOwner).toBe(true);
    first.thaw();
    await settled();
    expect(first.isOwner).toBe(false);
  });

  it('gives up the calls that are under way, which are not done later', async () => {
    const first = await open('a');
    const second = await open('b');
    first.freeze();
    const call = second.seat.request('print', []);
    call.catch(() => {});
    await clock.advance(21_000);
    await expect(call).rejects.toMatchObject({ code: 'engine-silent' });
    first.thaw();
    await clock.advance(1_000);
    expect(first.runs[0]?.calls).toEqual([]);
    expect(second.state).toMatchObject({ phase: 'running', runsHere: false });
  });

  it('waits with a call for as long as the printer beats', async () => {
    const first = await open('a');
    const second = await open('b');
    let answer = (_: string): void => {};
    first.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const call = second.seat.request('selfTest', ['p']);
    await clock.advance(600_000);
    answer('done');
    await settled();
    expect(await call).toBe('done');
  });

  it('does not take its place when the computer slept', async () => {
    const first = await open('a');
    const second = await open('b');
    first.freeze();
    for (let i = 0; i < 20; i++) {
      clock.jump(3_600_000);
      await clock.advance(20_000);
    }
    first.thaw();
    await clock.advance(5_000);
    expect([first.isOwner, second.isOwner]).toEqual([true, false]);
    expect(second.state).toMatchObject({ phase: 'running', runsHere: false });
  });

  it('does not take its place when the clock was set', async () => {
    const first = await open('a');
    const second = await open('b');
    for (const ms of [86_400_000, -86_400_000]) {
      clock.jump(ms);
      await clock.advance(90_000);
    }
    expect([first.isOwner, second.isOwner]).toEqual([true, false]);
  });
});
