import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineState } from '../engine/api.ts';
import { PapertabError } from '../errors.ts';
import { createModel, type Model } from './model.ts';
import {
  FakeEngine,
  onTwoPapers,
  someJob,
  somePaperang,
  someState,
  withPaperang,
  withPapers,
  withPrinter,
} from './testing/fake-engine.ts';
import { FakePlatform } from './testing/fake-platform.ts';

let fake: FakeEngine;
let platform: FakePlatform;
let model: Model;

beforeEach(() => {
  fake = new FakeEngine();
  platform = new FakePlatform();
  model = createModel(fake.engine, platform);
  fake.listener = (event) => model.hear(event);
});

const ids = (): number[] => model.jobs.value.map((job) => job.id);
const loaded = (): Promise<void> => vi.waitFor(() => expect(model.hasOlder.value).toBeDefined());

it('takes the word of a lost engine back once another runs, and closes what lies over the page when none does', async () => {
  fake.say(someState());
  fake.emit({ type: 'trouble', error: { code: 'engine-lost' } });
  fake.say(someState({ phase: 'starting' }));
  expect(model.troubles.value).toHaveLength(1);
  fake.say(someState());
  expect(model.troubles.value).toEqual([]);
  model.sheet.value = { kind: 'printer' };
  fake.say(someState({ phase: 'elsewhere' }));
  expect(model.sheet.value).toBeUndefined();
});

describe('site data that are cleared', () => {
  const [printer] = someState().littlePrinters;
  const kept = { deviceAddress: printer!.deviceAddress, name: '', claimCode: printer!.claimCode, retiredAt: 1 };
  const another = (change: Partial<EngineState> = {}): EngineState =>
    someState({ littlePrinters: [{ ...printer!, deviceAddress: '00000000000000ff' }], ...change });
  const lose = (): void => {
    fake.emit({ type: 'trouble', error: { code: 'engine-lost' } });
    fake.say(someState({ phase: 'starting', littlePrinters: [] }));
  };
  const troubles = (): string[] => model.troubles.value.map(({ code }) => code);

  it('are told when none of the printers of before is there after an engine was lost, in the place of its words', () => {
    fake.say(someState());
    lose();
    expect(troubles()).toEqual(['engine-lost']);
    fake.say(another());
    expect(troubles()).toEqual(['storage-cleared']);
    fake.say(another());
    model.dismissTrouble(0);
    lose();
    fake.say(another());
    expect(troubles()).toEqual([]);
  });

  it('are told in a tab that becomes the printer, or that shows the printer of another one from then on', () => {
    fake.say(someState({ runsHere: false }));
    fake.say(another({ phase: 'starting' }));
    fake.say(another());
    expect(troubles()).toEqual(['storage-cleared']);
    model.dismissTrouble(0);
    fake.say(someState({ runsHere: false }));
    expect(troubles()).toEqual(['storage-cleared']);
  });

  it('are not what an engine that begins again found, nor one in another tab', () => {
    fake.say(someState());
    lose();
    fake.say(someState());
    fake.say(someState({ phase: 'elsewhere', runsHere: false, littlePrinters: [] }));
    fake.say(someState({ runsHere: false }));
    expect(troubles()).toEqual([]);
  });

  it('are not an import that replaces the printers, one that was forgotten or reset, nor a visit of before', () => {
    fake.say(someState());
    fake.say(someState({ phase: 'starting', littlePrinters: [] }));
    fake.say(another());
    fake.say(someState());
    lose();
    fake.say(another({ retired: [kept] }));
    expect(troubles()).toEqual([]);
  });

  it('are not told to somebody who has only just come', () => {
    lose();
    fake.say(someState());
    expect(troubles()).toEqual([]);
  });
});

describe('jobs', () => {
  it('are asked for once the engine runs, and not before', async () => {
    fake.stored = [someJob({ id: 1 }), someJob({ id: 2 })];
    fake.say(someState({ phase: 'starting' }));
    expect(fake.calls).toEqual([]);
    fake.say(someState());
    await loaded();
    expect(ids()).toEqual([2, 1]);
    expect(model.hasOlder.value).toBe(false);
  });

  it('heard of before the answer are not overwritten by it', async () => {
    fake.stored = [someJob({ id: 1, state: 'printing' })];
    fake.say(someState());
    fake.emit({ type: 'job', job: someJob({ id: 1, state: 'printed' }) });
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'waiting' }) });
    await loaded();
    expect(model.jobs.value.map(({ id, state }) => [id, state])).toEqual([
      [2, 'waiting'],
      [1, 'printed'],
    ]);
  });

  it('come page by page', async () => {
    fake.stored = Array.from({ length: 45 }, (_, i) => someJob({ id: i + 1 }));
    fake.say(someState());
    await loaded();
    expect(ids()).toHaveLength(20);
    await model.showOlder();
    expect(ids()).toHaveLength(40);
    expect(model.hasOlder.value).toBe(true);
    await model.showOlder();
    expect([ids().length, ids().at(-1), model.hasOlder.value]).toEqual([45, 1, false]);
  });

  it('that have not ended are there however old they are, and the pages go on where they ended', async () => {
    fake.stored = Array.from({ length: 45 }, (_, i) => someJob({ id: i + 1, state: i === 0 ? 'held' : 'printed' }));
    fake.say(someState());
    await loaded();
    expect([ids().length, ids().at(-1)]).toEqual([21, 1]);
    fake.emit({ type: 'job', job: someJob({ id: 3, state: 'printed', report: 'sent' }) });
    expect(model.announcement.value).not.toContain(model.titleOf(someJob({ id: 3 })));
    await model.showOlder();
    await model.showOlder();
    expect([ids().length, model.hasOlder.value]).toEqual([45, false]);
  });

  it('are asked for again when an engine died and another runs', async () => {
    fake.stored = [someJob({ id: 1, state: 'printing' })];
    fake.say(someState());
    await loaded();
    fake.say(someState({ phase: 'starting' }));
    fake.stored = [someJob({ id: 1, state: 'waiting', interruptions: 1 })];
    fake.say(someState());
    await vi.waitFor(() => expect(model.jobs.value[0]?.state).toBe('waiting'));
  });

  it('that are removed are gone', async () => {
    fake.stored = [someJob({ id: 1 })];
    fake.say(someState());
    await loaded();
    fake.emit({ type: 'job-removed', id: 1 });
    expect(ids()).toEqual([]);
  });
});

describe('the paper of a job', () => {
  it('is followed from the first row to the last, and not for what was printed long ago', async () => {
    fake.stored = [someJob({ id: 1 })];
    fake.say(someState());
    await loaded();
    expect(model.feedOf(1)).toBeUndefined();
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'printing', height: 800 }) });
    expect(model.feedOf(2)?.rows).toBe(0);
    fake.emit({ type: 'progress', id: 2, rows: 200, at: platform.time });
    expect(model.feedOf(2)?.rows).toBe(200);
    expect(model.percent.value).toBe(25);
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'printed', height: 800 }) });
    expect(model.feedOf(2)?.ended).toBe(true);
    expect(model.percent.value).toBeUndefined();
  });

  it('stays where it stopped while the job will go on, and is none again when it will begin anew', () => {
    fake.say(someState());
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'printing', begun: true }) });
    fake.emit({ type: 'progress', id: 2, rows: 400, at: platform.time });
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'needs-you', begun: true }) });
    expect([model.rowsOf(2), model.percent.value, model.feedOf(2)?.rows]).toEqual([400, 100, 400]);
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'needs-you', begun: false, interruptions: 1 }) });
    fake.emit({ type: 'progress', id: 2, rows: 400, at: platform.time });
    expect([model.rowsOf(2), model.percent.value, model.feedOf(2)]).toEqual([0, 0, undefined]);
  });

  it('is dropped when the job is cancelled', () => {
    fake.say(someState());
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'printing' }) });
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'cancelled' }) });
    expect(model.feedOf(2)).toBeUndefined();
  });
});

describe('what is said to those who cannot see', () => {
  it('is the turns of a print, but not its rows', () => {
    fake.say(someState());
    model.announce('');
    const said: string[] = [];
    const stop = model.announcement.subscribe((text) => said.push(text));
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'printing' }) });
    fake.emit({ type: 'progress', id: 2, rows: 10, at: 1 });
    fake.emit({ type: 'progress', id: 2, rows: 20, at: 2 });
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'printed' }) });
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'printed', report: 'sent' }) });
    stop();
    expect(said).toEqual(['', 'Printing: A message.', 'Printed: A message.']);
  });

  it('is the claim, and the connection when it comes and goes, but not every attempt', () => {
    const server = 'wss://sirius.example/api/v1/connection';
    const trouble = { code: 'server-lost' } as const;
    fake.say(withPrinter(someState(), { claim: 'unclaimed' }));
    fake.say(someState());
    expect(model.announcement.value).toBe('The printer is claimed.');
    fake.say(someState({ bridge: { phase: 'waiting', server, attempt: 1, retryAt: 0, trouble } }));
    expect(model.announcement.value).toBe('The server is not connected.');
    model.announce('');
    fake.say(someState({ bridge: { phase: 'connecting', server, attempt: 2, trouble } }));
    fake.say(someState({ bridge: { phase: 'waiting', server, attempt: 2, retryAt: 0, trouble } }));
    expect(model.announcement.value).toBe('');
    fake.say(someState());
    expect(model.announcement.value).toBe('Connected to the server.');
  });

  it('is a printer that comes, goes or needs somebody, but not every attempt to reach it', () => {
    const said: string[] = [];
    const away = somePaperang({ state: 'away', needs: { code: 'printer-away' } });
    fake.say(withPaperang({ state: 'connecting' }));
    const stop = model.announcement.subscribe((text) => said.push(text));
    fake.say(withPaperang());
    fake.say(withPapers(away));
    fake.say(withPapers({ ...away, state: 'connecting' }));
    fake.say(withPapers(away));
    fake.say(withPaperang({ state: 'needs-you', needs: { code: 'printer-cover-open' } }));
    stop();
    expect(said.slice(1)).toEqual([
      'Paperang_P2 is connected.',
      'Paperang_P2 is away. Messages wait for it.',
      'Paperang_P2 needs you.',
    ]);
  });

  it('is a message that waits for the printer, and a print that goes on', () => {
    fake.say(withPaperang());
    fake.emit({ type: 'job', job: someJob({ id: 4, state: 'needs-you', error: { code: 'printer-away' } }) });
    expect(model.announcement.value).toBe('Waiting for the printer: A message.');
    fake.emit({ type: 'job', job: someJob({ id: 4, state: 'printing' }) });
    expect(model.announcement.value).toBe('Printing again: A message.');
  });
});

it('hands every event on to the connections that only a page can hold', () => {
  const reach = {
    type: 'reach',
    paperPrinter: 'p2',
    link: { transport: 'bluetooth', device: 'device-1' },
    baudRate: 9600,
    flowControl: 'none',
  } as const;
  const letGo = { type: 'let-go', paperPrinter: 'p2' } as const;
  const lost = { type: 'trouble', error: { code: 'engine-lost' } } as const;
  for (const event of [reach, letGo, lost]) fake.emit(event);
  expect(platform.printers.heard).toEqual([reach, letGo, lost]);
});

describe('several printers at once', () => {
  const state = withPaperang({ rowsPerSecond: 150 });

  it('have each the paper of their own job, and the machine that of the present one', () => {
    fake.say(state);
    fake.emit({ type: 'job', job: someJob({ id: 1, state: 'printing', paperPrinter: 'p2', height: 200 }) });
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'printing', paperPrinter: 'screen', height: 200 }) });
    fake.emit({ type: 'progress', id: 1, rows: 50, at: platform.time });
    fake.emit({ type: 'progress', id: 2, rows: 150, at: platform.time });
    expect([model.rowsOf(1), model.rowsOf(2), model.percent.value]).toEqual([50, 150, 25]);
    fake.say(withPrinter(state, { paperPrinter: 'screen' }));
    expect(model.percent.value).toBe(75);
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'printed', height: 200 }) });
    expect([model.rowsOf(1), model.rowsOf(2), model.percent.value]).toEqual([50, 0, undefined]);
  });
});

describe('troubles', () => {
  it('are kept once each, and can be put away', () => {
    for (const code of ['storage-full', 'storage-full', 'engine-lost'] as const) {
      fake.emit({ type: 'trouble', error: { code } });
    }
    expect(model.troubles.value.map(({ code }) => code)).toEqual(['storage-full', 'engine-lost']);
    model.dismissTrouble(0);
    expect(model.troubles.value.map(({ code }) => code)).toEqual(['engine-lost']);
  });

  it('of an action are shown, but not a cancelled one', async () => {
    expect(await model.attempt(Promise.reject(new PapertabError('job-state')))).toBe(false);
    expect(await model.attempt(Promise.reject(new PapertabError('job-cancelled')))).toBe(false);
    expect(await model.attempt(Promise.resolve())).toBe(true);
    expect(await model.attempt(Promise.reject(new PapertabError('chooser-cancelled')))).toBe(false);
    expect(model.troubles.value.map(({ code }) => code)).toEqual(['job-state']);
  });
});

it('remembers the welcome that was put away for the printer that it was about', () => {
  const [address, other] = ['db708b77ae2ee5b5', '00000000000000ff'];
  expect(model.isWelcomed(address)).toBe(false);
  model.putAwayWelcome(address);
  expect([model.isWelcomed(address), model.isWelcomed(other)]).toEqual([true, false]);
});

it('remembers whose claim was still to come, until it has', () => {
  const [printer] = someState().littlePrinters;
  const hear = (claim: 'unknown' | 'unclaimed' | 'claimed') => {
    fake.say(someState({ littlePrinters: [{ ...printer!, claim }] }));
    return model.wasUnclaimed(printer!.deviceAddress);
  };
  expect([hear('unknown'), hear('unclaimed'), hear('unknown')]).toEqual([false, true, true]);
  expect([hear('claimed'), hear('unknown')]).toEqual([false, false]);
});

describe('a page that stays open for weeks', () => {
  const numbered = (count: number, first = 1) => Array.from({ length: count }, (_, i) => someJob({ id: first + i }));

  it('keeps the newest jobs, and the pages begin where they end', async () => {
    fake.stored = numbered(20);
    fake.say(someState());
    await loaded();
    for (let id = 21; id <= 500; id++) {
      const job = someJob({ id, state: 'printing', changedAt: 1_700_000_000_000 + id });
      fake.stored.push({ ...job, state: 'printed' });
      fake.emit({ type: 'job', job });
      fake.emit({ type: 'progress', id, rows: 5, at: platform.time });
      fake.emit({ type: 'job', job: { ...job, state: 'printed' } });
    }
    expect([ids().length, ids()[0], ids().at(-1), model.hasOlder.value]).toEqual([60, 500, 441, true]);
    expect([model.feedOf(500)?.ended, model.feedOf(400), model.rowsOf(400)]).toEqual([true, undefined, 0]);
    await model.showOlder();
    expect([ids().length, ids().at(-1)]).toEqual([80, 421]);
    fake.emit({ type: 'job', job: someJob({ id: 501 }) });
    expect([ids().length, ids().at(-1)]).toEqual([80, 422]);
  });

  it('lets go of what was asked for in the history when that is left', async () => {
    fake.stored = numbered(200);
    fake.say(someState());
    await loaded();
    model.place.value = 'history';
    for (let page = 0; page < 5; page++) await model.showOlder();
    expect(ids()).toHaveLength(120);
    model.place.value = 'paper';
    expect(ids()).toHaveLength(60);
    await model.showOlder();
    expect(ids().at(-1)).toBe(121);
  });

  it('keeps what has not ended, however much that is, and the latest of every paper printer', async () => {
    fake.stored = [
      ...numbered(100).map((job) => ({ ...job, state: 'held' as const })),
      someJob({ id: 101, paperPrinter: 'p2' }),
    ];
    fake.say(someState());
    await loaded();
    for (let id = 201; id <= 400; id++)
      fake.emit({ type: 'job', job: someJob({ id, changedAt: 1_700_000_000_000 + id }) });
    expect(model.jobs.value.filter(({ state }) => state === 'held')).toHaveLength(100);
    expect(ids()).toContain(101);
    expect(ids()).not.toContain(201);
  });
});

describe('several Little Printers', () => {
  const several = onTwoPapers();
  const other = several.littlePrinters[1]!;

  it('are shown one at a time, the first at first, and the choice is remembered', () => {
    fake.say(several);
    expect([model.littlePrinter.value?.name, model.paper.value.id]).toEqual(['Kitchen', 'screen']);
    model.choose(other.deviceAddress);
    expect([model.littlePrinter.value?.name, model.paper.value.id]).toEqual(['Study', 'p2']);
    const later = createModel(fake.engine, platform);
    fake.listener = (event) => later.hear(event);
    fake.say(several);
    expect(later.littlePrinter.value?.name).toBe('Study');
    fake.say(someState());
    expect(later.littlePrinter.value?.name).toBe('Kitchen');
  });

  it('are named where something is said about one of them', () => {
    fake.say(several);
    const origin = { kind: 'delivery', littlePrinter: other.deviceAddress, printId: 1, face: false } as const;
    fake.emit({ type: 'job', job: someJob({ id: 4, state: 'held', origin }) });
    expect(model.announcement.value).toBe('A delivery is waiting for Study.');
    fake.say({ ...several, littlePrinters: [several.littlePrinters[0]!, { ...other, claim: 'claimed' }] });
    expect(model.announcement.value).toBe('Study is claimed.');
  });
});

describe('moving the printer into this tab', () => {
  it('is asked for once, and the jobs are asked for again', async () => {
    fake.say(someState({ runsHere: false }));
    await loaded();
    const both = [model.moveHere(), model.moveHere()];
    expect(model.moving.value).toBe(true);
    expect(await Promise.all(both)).toEqual([true, false]);
    expect(model.moving.value).toBe(false);
    expect([fake.argumentsOf('takeOver').length, fake.argumentsOf('jobs').length]).toEqual([1, 2]);
  });

  it('says what went wrong', async () => {
    fake.say(someState({ runsHere: false }));
    fake.refusals.set('takeOver', new PapertabError('engine-lost'));
    expect(await model.moveHere()).toBe(false);
    expect([model.moving.value, model.troubles.value.map(({ code }) => code)]).toEqual([false, ['engine-lost']]);
  });
});
