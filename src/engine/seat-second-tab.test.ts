import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { FakeLocks } from '../../test/support/fake-locks.ts';
import { PapertabError } from '../errors.ts';
import type { EngineEvent } from './api.ts';
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

describe('a second tab', () => {
  it('shows what the first one shows, but for what is for its page alone', async () => {
    const first = await open('a');
    const second = await open('b');
    expect(second.state).toMatchObject({ phase: 'running', runsHere: false });
    expect(second.isOwner).toBe(false);
    second.events.length = 0;
    const events: EngineEvent[] = [
      { type: 'progress', id: 4, rows: 20, at: 1 },
      { type: 'job-removed', id: 4 },
      { type: 'let-go', paperPrinter: 'p' },
      { type: 'trouble', error: { code: 'storage-full' } },
      { type: 'state', state: idleState({ phase: 'running', returning: false }) },
    ];
    for (const event of events) first.reign.emit(event);
    await settled();
    expect(second.events.map(({ type }) => type)).toEqual(['progress', 'job-removed', 'trouble', 'state']);
    expect(second.state).toMatchObject({ returning: false, runsHere: false });
  });

  it('has its calls answered by the first, with value or error', async () => {
    const first = await open('a');
    const second = await open('b');
    first.answer = (name, args) => {
      if (name === 'cancel') throw new PapertabError('job-state', 'printed');
      return { name, args };
    };
    const asked = second.seat.request('jobs', [{ limit: 7 }]);
    const refused = second.seat.request('cancel', [1]);
    const refusal = expect(refused).rejects.toMatchObject({ code: 'job-state', detail: 'printed' });
    await settled();
    await refusal;
    expect(await asked).toEqual({ name: 'jobs', args: [{ limit: 7 }] });
    second.seat.notice('reconnect', []);
    second.seat.notice('dismissAbsence', []);
    second.seat.notice('tell', ['hidden']);
    second.seat.notice('unreachable', ['p', { code: 'printer-away' }]);
    await settled();
    expect(first.runs[0]?.calls.map(([name]) => name)).toEqual(['jobs', 'cancel', 'reconnect', 'dismissAbsence']);
  });

  it('never passes on a connection of its own page', async () => {
    await open('a');
    const second = await open('b');
    await expect(second.seat.request('attach', ['p'])).rejects.toMatchObject({ code: 'printer-in-use' });
  });

  it('refuses what cannot be copied to the other tab, and goes on', async () => {
    await open('a');
    const second = await open('b');
    await expect(second.seat.request('print', [() => {}])).rejects.toMatchObject({ code: 'unexpected' });
    const call = second.seat.request('jobs', []);
    await settled();
    expect(await call).toBe('jobs');
  });

  it('is the printer when the first lets go, and calls that were under way fail', async () => {
    const first = await open('a');
    const second = await open('b');
    first.answer = () => new Promise(() => {});
    const call = second.seat.request('print', []);
    await settled();
    first.reign.fail(new PapertabError('storage-failed'));
    await expect(call).rejects.toMatchObject({ code: 'engine-lost' });
    await settled();
    expect(second.isOwner).toBe(true);
    expect(second.state).toMatchObject({ phase: 'running', runsHere: true });
    expect(second.troubles).toEqual([]);
  });

  it('says that the printer is elsewhere while nobody answers it', async () => {
    await open('a', { loads: false });
    const second = await open('b');
    expect(second.state.phase).toBe('starting');
    await clock.advance(2_000);
    expect(second.state).toMatchObject({ phase: 'elsewhere', runsHere: false });
  });

  it('says so too when it cannot load what it takes to look on, and still waits for its turn', async () => {
    const first = await open('a');
    const second = await open('b', { loads: false });
    expect(second.state.phase).toBe('elsewhere');
    first.reign.fail(new PapertabError('storage-failed'));
    await settled();
    expect(second.isOwner).toBe(true);
  });

  it('says so too when the other tab is of another release, and does not take its place for that', async () => {
    await open('a', { loads: false });
    const second = await open('b');
    for (let i = 0; i < 30; i++) {
      browser.say({ papertab: VERSION + 1, type: 'hello', owner: 'x', event: { type: 'state', state: {} } });
      await clock.advance(5_000);
    }
    expect(second.state).toMatchObject({ phase: 'elsewhere' });
    expect(second.isOwner).toBe(false);
  });

  it('waits with calls while the engine starts anew in place', async () => {
    const first = await open('a');
    const second = await open('b');
    let begin = (): void => {};
    first.starting = new Promise((resolve) => {
      begin = resolve;
    });
    first.reign.restart();
    await settled();
    expect(second.state.phase).toBe('starting');
    const call = second.seat.request('jobs', []);
    await settled();
    begin();
    await settled();
    expect(await call).toBe('jobs');
    expect(first.runs[1]?.calls).toEqual([['jobs']]);
    expect(second.state.phase).toBe('running');
  });

  it('begins anew with the engine of a third tab', async () => {
    const first = await open('a');
    const second = await open('b');
    const third = await open('c');
    second.events.length = 0;
    const taken = third.seat.takeOver();
    await settled();
    await taken;
    await settled();
    await settled();
    expect([first, second, third].map(({ isOwner }) => isOwner)).toEqual([false, false, true]);
    const phases = second.events.flatMap((event) => (event.type === 'state' ? [event.state.phase] : []));
    expect(phases.slice(0, 2)).toEqual(['starting', 'running']);
    const call = second.seat.request('jobs', []);
    await settled();
    expect(await call).toBe('jobs');
    expect(third.runs[0]?.calls).toEqual([['jobs']]);
  });
});
