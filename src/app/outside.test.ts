import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createModel, type Model } from './model.ts';
import { tellOutside } from './outside.ts';
import { FakeEngine, someJob, someOther, someState, withOther, withPaperang } from './testing/fake-engine.ts';
import { FakePlatform } from './testing/fake-platform.ts';

let fake: FakeEngine;
let platform: FakePlatform;
let model: Model;

const notified = someState({ settings: { ...someState().settings, notify: true } });

async function run(state = notified, jobs = [someJob()]): Promise<void> {
  fake.stored = jobs;
  fake.say(state);
  await vi.waitFor(() => expect(model.hasOlder.value).toBeDefined());
}

const hold = (id: number, change = {}) => fake.emit({ type: 'job', job: someJob({ id, state: 'held', ...change }) });

beforeEach(() => {
  fake = new FakeEngine();
  platform = new FakePlatform();
  model = createModel(fake.engine, platform);
  fake.listener = (event) => model.hear(event);
  tellOutside(model);
});

describe('a notification', () => {
  it('tells of what waits, once, and goes when it is printed', async () => {
    await run();
    expect(platform.notice).toBeUndefined();
    hold(2);
    expect(platform.notice).toMatchObject({ title: 'A delivery is waiting', isNews: true });
    hold(3);
    expect(platform.notice).toMatchObject({ title: '2 deliveries are waiting', isNews: true });
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'waiting' }) });
    expect(platform.notice).toMatchObject({ title: 'A delivery is waiting', isNews: false });
    fake.emit({ type: 'job', job: someJob({ id: 3, state: 'printing' }) });
    expect(platform.notice).toBeUndefined();
  });

  it('does not tell what is known: what waited before the page was opened, or is looked at', async () => {
    await run(notified, [someJob({ state: 'held' })]);
    platform.lookedAt = true;
    hold(2);
    expect(platform.notice).toBeUndefined();
  });

  it('of before a reload goes when nothing waits any more', async () => {
    const left = { title: 'A delivery is waiting', body: '', isNews: true };
    platform.notice = left;
    fake.say({ ...notified, runsHere: false });
    await vi.waitFor(() => expect(model.hasOlder.value).toBeDefined());
    // The other tab, in which the printer runs, sees to its own.
    expect(platform.notice).toBe(left);
    fake.say(notified);
    expect(platform.notice).toBeUndefined();
  });

  it('of before a reload goes when what it tells of is printed', async () => {
    platform.notice = { title: '2 deliveries are waiting', body: '', isNews: true };
    const jobs = [2, 1].map((id) => someJob({ id, state: 'held' }));
    await run(notified, jobs);
    for (const { id } of jobs) fake.emit({ type: 'job', job: someJob({ id, state: 'printing' }) });
    expect(platform.notice).toBeUndefined();
  });

  it('counts what comes while the page is looked at, without a sound', async () => {
    await run();
    hold(2);
    platform.lookedAt = true;
    hold(3);
    expect(platform.notice).toMatchObject({ title: '2 deliveries are waiting', isNews: false });
  });

  it('is shown only where it is wanted, and only by the tab that the printer runs in', async () => {
    await run(someState());
    hold(2);
    expect(platform.notice).toBeUndefined();
    fake.say({ ...notified, runsHere: false });
    hold(3);
    expect(platform.notice).toBeUndefined();
  });

  it('names the Little Printer where there are several', async () => {
    await run(withOther(notified));
    const littlePrinter = someOther().deviceAddress;
    hold(2, { origin: { kind: 'delivery', littlePrinter, printId: 1, face: false } });
    expect(platform.notice?.body).toContain('For Study.');
    // What is of none that is here waits for the button of the first.
    hold(3, { origin: { kind: 'delivery', littlePrinter: '0011223344556677', printId: 1, face: false } });
    expect(platform.notice?.body).toContain('For Kitchen and Study.');
  });
});

describe('the number on the icon', () => {
  it('counts what waits for the button, and printers that need somebody', async () => {
    await run(someState());
    hold(2);
    hold(3);
    expect(platform.badges.at(-1)).toBe(2);
    fake.say(withPaperang({ state: 'needs-you', needs: { code: 'printer-paper-out' } }));
    expect(platform.badges.at(-1)).toBe(3);
    fake.say(someState());
    for (const id of [2, 3]) fake.emit({ type: 'job', job: someJob({ id, state: 'printing' }) });
    expect(platform.badges.at(-1)).toBe(0);
  });

  it('is one when the printer has failed for good, also before it ever ran', async () => {
    fake.say(someState({ phase: 'failed', failure: { code: 'engine-failing' } }));
    expect(platform.badges).toEqual([1]);
  });

  it('says nothing of a tab that fails while the printer runs in another', async () => {
    await run(someState({ runsHere: false }));
    fake.say(someState({ phase: 'failed', failure: { code: 'engine-failing' } }));
    expect(platform.badges).toEqual([]);
  });
});
