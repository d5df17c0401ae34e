import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logWords } from '../../src/app/log/words.ts';
import { LOG_PAGE } from '../../src/app/settings/sections.ts';
import { settingsWords } from '../../src/app/settings/words.ts';
import { words } from '../../src/app/words.ts';
import { ENDED_STATES, type Job } from '../../src/jobs/job.ts';
import { PAPERANG_NAME, PaperangDesk } from './bluetooth/desk.ts';
import { shortUuid } from './bluetooth/gatt.ts';
import type { PaperangPeripheral } from './bluetooth/paperang.ts';
import { readKept, readLittlePrinters } from './kept.ts';
import { readDeliveries, readDrawnPicture } from './paper.ts';
import { waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { expectOnPaper, type NamedPicture, named, sendAll } from './printing.ts';
import { goTo, offlineSwitch, openCard, openSection } from './settings-visitor.ts';
import { waitFor } from './wait.ts';

let desk: PaperangDesk;
let unit: PaperangPeripheral;
let seed = 0;

beforeAll(async () => {
  desk = await PaperangDesk.open();
  await desk.claim();
  unit = await desk.connect();
});

afterAll(() => desk?.close());

function small(name: string): NamedPicture {
  return named(name, makePicture(40, ++seed));
}

/** The printer for paper goes out of reach, or comes back. */
async function takeAway(): Promise<void> {
  unit.peripheral.connecting = 'refuse';
  await unit.loseLink();
}

function bringBack(): void {
  unit.peripheral.connecting = 'take';
}

describe('the log', () => {
  it('tells of connections, commands, answers, prints, packets and services, and of no secret', async () => {
    const { page, context } = desk;
    const say = logWords;
    await sendAll(desk.client, desk.key, [small('for the log')]);
    const [job] = await waitForDeliveries(page, 1);
    const { printId: id } = job!.origin as Extract<Job['origin'], { kind: 'delivery' }>;
    await goTo(page, LOG_PAGE);
    const list = page.getByRole('list', { name: say.list });
    const shows = async (kind: keyof typeof say.kinds, ...texts: (string | RegExp)[]): Promise<void> => {
      await page.getByRole('radio', { name: say.kinds[kind], exact: true }).check();
      for (const text of texts) await list.getByText(text).first().waitFor();
    };
    const [address] = [...(await readLittlePrinters(page)).keys()];
    await shows('bridge', 'Socket open', 'Claim: claimed', `Command ${id}: `, `DeviceCommandResponse ${id}: 0`);
    await shows('job', 'waiting', 'printing', 'printed');
    await shows('printer', 'connected', /^sent \d+ bytes/, /^received \d+ bytes/);
    const packet = list.locator('.log-hex').first();
    await packet.locator('summary').click();
    await packet.getByText(/^([0-9a-f]{2} )+[0-9a-f]{2}$/).waitFor();
    await shows('engine', /^epoch \d+ began/);
    await shows('all');

    const facts = page.locator('.log-facts');
    await facts.locator('summary').click();
    await facts.getByText(say.facts.services(PAPERANG_NAME)).waitFor();
    const services = await facts.locator('.log-services').textContent();
    expect(services?.split('\n')).toEqual([
      shortUuid(0xff00),
      `  ${shortUuid(0xff01)} notify`,
      `  ${shortUuid(0xff02)} writeWithoutResponse`,
      `  ${shortUuid(0xff03)} notify`,
    ]);

    const { claimCode, linkKey, secret } = (await readLittlePrinters(page)).get(address!)!;
    const secrets = [claimCode, linkKey, Buffer.from(linkKey, 'base64').toString('hex'), secret, desk.key].map(bare);
    const shown = await page.evaluate(() => document.documentElement.outerHTML);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: desk.server.origin });
    await page.getByRole('button', { name: say.copy }).click();
    await page.getByText(say.copied, { exact: true }).first().waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: say.download }).click();
    const saved = await readFile(await (await download).path(), 'utf8');
    const kept = JSON.stringify([...(await readKept(page, 'log')).values()]);
    for (const [what, text] of Object.entries({ shown, copied, saved, kept })) {
      expect(text, what).toContain(`DeviceCommandResponse ${id}`);
      expect(
        secrets.filter((one) => bare(text).includes(one)),
        what,
      ).toEqual([]);
    }
    expect(saved).toContain(services);
    expect(saved).toContain(address);
  });
});

/** A text without what may stand between the characters of a secret. */
function bare(text: string): string {
  return text.toLowerCase().replace(/<[^>]*>|[\s-]/g, '');
}

describe('paper that is out of reach', () => {
  const say = settingsWords.littlePrinters;

  it('makes its Little Printer offline for senders, where that is wanted, until it is back', async () => {
    const { page } = desk;
    const card = (await openSection(page, 'littlePrinters')).locator('[data-little-printer]');
    await openCard(card);
    await offlineSwitch(card).check();
    expect(await desk.client.isOnline(desk.key)).toBe(true);
    const before = unit.paper.pictures.length;
    await takeAway();
    await waitFor('it to be offline', async () => !(await desk.client.isOnline(desk.key)));
    await card.getByText(say.toldOffline).waitFor();
    expect((await desk.client.print(desk.key, 'to nobody')).status).toBe(504);
    bringBack();
    await waitFor('it to be online', () => desk.client.isOnline(desk.key), 60_000);
    const pictures = [small('now that it is back')];
    await sendAll(desk.client, desk.key, pictures);
    await expectOnPaper(unit.paper, pictures, before);
  });

  it('keeps nobody waiting where it is not: messages are taken, and printed when it is back', async () => {
    const { page } = desk;
    const card = (await openSection(page, 'littlePrinters')).locator('[data-little-printer]');
    await openCard(card);
    await offlineSwitch(card).uncheck();
    const before = unit.paper.pictures.length;
    const jobs = (await readDeliveries(page)).length;
    await takeAway();
    const pictures = [small('the first'), small('the second')];
    await sendAll(desk.client, desk.key, pictures);
    await desk.client.waitForStatus('acknowledged');
    expect(await desk.client.isOnline(desk.key)).toBe(true);
    const kept = (await readDeliveries(page)).slice(jobs);
    expect(kept).toHaveLength(2);
    expect(kept.filter(({ state }) => ENDED_STATES.includes(state))).toEqual([]);
    bringBack();
    await expectOnPaper(unit.paper, pictures, before);
    await waitForDeliveries(page, jobs + 2, ['printed']);
  });

  it('need not be used: the settings let messages come out elsewhere', async () => {
    const { owner, page } = desk;
    await openSection(page, 'littlePrinters');
    const before = unit.paper.pictures.length;
    await owner.printOn(words.models.screen);
    const { printed } = small('on the screen');
    await desk.client.send(desk.key, 'set_delivery_and_print_no_face', [printed]);
    await desk.client.waitForStatus('acknowledged');
    const job = await waitFor('it to be printed', async () =>
      (await readDeliveries(page)).slice(-1).find(({ state, paperPrinter }) => {
        return state === 'printed' && paperPrinter === 'screen';
      }),
    );
    await goTo(page, '#/');
    expect(await readDrawnPicture(page, job.id)).toEqual(printed);
    expect(unit.paper.pictures).toHaveLength(before);
  });
});
