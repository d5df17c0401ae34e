import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printerErrorWords } from '../../src/app/printer-error-words.ts';
import { printerWords } from '../../src/app/printers/words.ts';
import { equalBitmaps } from '../../src/imaging/bitmap.ts';
import type { FlowControlOptions } from '../paper/flow-control.ts';
import type { PaperangOptions } from '../paper/paperang-options.ts';
import { PAPERANG, PaperangPaper } from '../paper/paperang-paper.ts';
import { PAPERANG_NAME, PaperangDesk } from './bluetooth/desk.ts';
import type { PaperangPeripheral, PaperangUnit } from './bluetooth/paperang.ts';
import { readDeliveries, readJobs, readStoredPicture } from './paper.ts';
import { waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import type { PrinterOwner } from './printer-owner.ts';
import { expectAllAcknowledged, expectAllPrinted, named } from './printing.ts';
import { waitFor } from './wait.ts';

const say = printerWords.connect;

let desk: PaperangDesk;
let owner: PrinterOwner;
let unit: PaperangPeripheral;
let sent = 0;

beforeAll(async () => {
  desk = await PaperangDesk.open();
  await desk.claim();
  owner = desk.owner;
  unit = await desk.place();
});

afterAll(() => desk?.close());

/** Sends a picture of so many rows and waits until it is on paper, dot for dot, and its sender knows. */
async function expectPrints(rows = 60): Promise<void> {
  const before = (await readDeliveries(desk.page)).length;
  sent += 1;
  await expectAllPrinted(desk.client, desk.key, unit.paper, [named(`picture ${sent}`, makePicture(rows, sent))]);
  const jobs = await waitForDeliveries(desk.page, before + 1);
  expect(jobs.at(-1)?.interruptions).toBe(0);
  await expectAllAcknowledged(desk.client, jobs.length);
}

/** The printer goes out of reach; when it comes back it is another one of the same name. */
async function use(
  options: PaperangOptions,
  how: { readonly wayIn?: PaperangUnit['wayIn']; readonly flow?: FlowControlOptions } = {},
): Promise<PaperangPaper> {
  const paper = new PaperangPaper({ ...PAPERANG.p1, ...options });
  await unit.replace({ wayIn: 'ff00', paper, ...how });
  return paper;
}

describe('connecting a Paperang', () => {
  it('leads to a checklist when nothing is chosen, and from there back to the list', async () => {
    desk.browser.chooser.choice = 'close';
    await owner.openList('paperang');
    await owner.sheet.getByRole('heading', { name: say.notListed.title }).waitFor();
    for (const [question] of say.notListed.bluetooth) await owner.sheet.getByText(question).first().waitFor();
    desk.pick();
    await owner.press(say.notListed.again);
  });

  it('ends with a test page, which comes out dot for dot', async () => {
    await owner.sheet.getByRole('heading', { name: say.connecting.ready(PAPERANG_NAME) }).waitFor();
    await owner.press(say.connecting.test);
    await owner.sheet.getByText(say.test.printed).waitFor();
    const job = (await readJobs(desk.page)).find(({ origin }) => origin.kind === 'local' && origin.source === 'test');
    const page = await readStoredPicture(desk.page, job!.id);
    expect(unit.paper.pictures).toHaveLength(1);
    expect(equalBitmaps(unit.paper.pictures[0]!, page!)).toBe(true);
    unit.paper.checkAtRest();
    await owner.press(say.test.yes);
    await owner.finish();
    await owner.openSettings();
  });

  it('shows what the printer tells of itself, and prints its own test page', async () => {
    const { main } = owner;
    await main.getByText('1.1.8').waitFor();
    await main.getByText(printerWords.facts.percent(80)).waitFor();
    await main.getByRole('button', { name: printerWords.settings.selfTest }).click();
    await unit.paper.until(() => unit.paper.events.some(({ kind }) => kind === 'test-page'));
    unit.paper.check();
  });
});

describe('a Paperang that deals in credits', () => {
  it.each([20, 100, 182])('is never written more than its %i bytes at once', async (mtu) => {
    await use({}, { flow: { mtu } });
    await expectPrints();
    const lengths = unit.writes.map(({ bytes }) => bytes);
    expect(Math.max(...lengths)).toBe(mtu);
    expect(unit.writes.every(({ to, confirm }) => to === 'ff02' && !confirm)).toBe(true);
  });

  it.each<[string, FlowControlOptions]>([
    ['late', { mtu: 182, credits: { lateMs: 1500 }, window: 60 }],
    ['in dribbles', { mtu: 182, credits: { dribbleMs: 5 } }],
    ['for as much as its buffer holds', { mtu: 100, window: 255 }],
  ])('and grants them %s prints all the same', async (_how, flow) => {
    await use({ bufferBytes: 4096, rowsPerSecond: 600 }, { flow });
    await expectPrints(120);
  });

  it('and never grants any is written to slowly', async () => {
    await use({}, { flow: { mtu: 100, credits: 'never' } });
    await expectPrints(30);
  });
});

describe('a Paperang whose way in is', () => {
  it.each([
    ['both', { to: 'ff02', confirm: false }],
    ['issc', { to: '8841', confirm: true }],
    ['issc, always confirmed', { to: '8841', confirm: true }],
    ['issc, never confirmed', { to: '8841', confirm: false }],
    ['issc, by 6daa', { to: '6daa', confirm: true }],
  ] as const)('%s is written to as it wants to be', async (wayIn, write) => {
    await use({}, { wayIn });
    await expectPrints(30);
    const ways = new Set(unit.writes.map(({ to, confirm }) => `${to} ${confirm}`));
    expect([...ways]).toEqual([`${write.to} ${write.confirm}`]);
  });

  it('none of those is named as no printer', async () => {
    const address = '0A:00:00:00:00:0F';
    await desk.place({ name: 'Paperang_Toy', address, wayIn: 'foreign', paper: new PaperangPaper() });
    desk.pick(address);
    await owner.openList('paperang');
    await owner.sheet.getByRole('heading', { name: printerErrorWords['printer-unsupported'].title }).waitFor();
    await owner.press(say.connecting.wrong);
    await owner.close();
  });
});

describe('a Paperang that answers', () => {
  it.each<[string, PaperangOptions]>([
    ['with several answers in one notification', { replies: 'joined' }],
    ['in pieces', { replies: { pieces: 3 } }],
    ['late', { replyDelayMs: 150 }],
    ['little', { silentOn: [0x0a, 0x10, 0x30, 0x0c] }],
  ])('%s prints', async (_how, options) => {
    await use(options, { wayIn: 'issc' });
    await expectPrints();
  });
});

describe('a Paperang that never answers', () => {
  it('is given all the time that its head takes, and prints', async () => {
    const paper = await use({ silentOn: [0x04, 0x0a, 0x10, 0x30, 0x0c, 0x36], lostAcks: [0x18, 0x1a, 0x19, 0x2c] });
    const before = (await readDeliveries(desk.page)).length;
    await desk.client.send(desk.key, 'set_delivery_and_print', [makePicture(40, 100)]);
    await waitForDeliveries(desk.page, before + 1);
    expect(paper.pictures).toEqual([makePicture(40, 100)]);
    // Only in finding out whom it talks to did the page send what another unit would have answered.
    expect(paper.faults.filter(({ message }) => !message.startsWith('command 04'))).toEqual([]);
  });
});

describe('the key of a Paperang', () => {
  it('is none where the unit begins with none', async () => {
    const paper = await use({ startSeed: 0 });
    await expectPrints();
    expect(paper.key).toBe(0);
  });

  it.each([
    ['is registered anew for a unit that forgets it with the link', true],
    ['is remembered with a unit that keeps it', false],
  ])('%s', async (_how, forgetsKey) => {
    const paper = await use({ forgetsKey });
    await expectPrints();
    await unit.loseLink();
    await expectPrints();
    const registered = paper.events.filter(({ kind }) => kind === 'key').length;
    expect(registered).toBe(forgetsKey ? 2 : 1);
  });

  it('is of no use to a unit that speaks another language, which is named so', async () => {
    const address = '0A:00:00:00:00:0E';
    const paper = new PaperangPaper(PAPERANG.p1New);
    const newer = await desk.place({ name: 'Paperang_New', address, paper });
    desk.pick(address);
    await owner.openList('paperang');
    await owner.sheet.getByRole('heading', { name: printerErrorWords['printer-language'].title }).waitFor();
    newer.paper.check();
    await owner.press(say.connecting.wrong);
    await owner.close();
  });
});

describe('a Paperang in trouble', () => {
  it.each([
    ['that it tells of', true],
    ['that it has to be asked for', false],
  ])('%s is waited for', async (_how, pushesStatus) => {
    const paper = await use({ pushesStatus });
    paper.atRow(20, () => paper.suffer('paper-out'));
    const printed = expectPrints(200);
    await owner.openSettings();
    await owner.main.getByText(printerErrorWords['printer-paper-out'].title).first().waitFor();
    await waitFor('the job to say so', async () =>
      (await readDeliveries(desk.page)).some(({ error }) => error?.code === 'printer-paper-out'),
    );
    await desk.client.waitForStatus('acknowledged');
    paper.cure();
    await printed;
  });
});
