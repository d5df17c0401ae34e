import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsWords } from '../../src/app/settings/words.ts';
import { words } from '../../src/app/words.ts';
import { pictureCount } from '../../src/sirius/commands.ts';
import type { PrintKind } from '../../src/sirius/device-events.ts';
import { Desk } from './desk.ts';
import { FaultProxy } from './fault-proxy.ts';
import { waitForDeliveries } from './papertab-page.ts';
import { makePicture } from './pictures.ts';
import { waitFor } from './wait.ts';

let desk: Desk;
let proxy: FaultProxy;

beforeAll(async () => {
  desk = await Desk.open();
  proxy = await desk.putBefore(FaultProxy.start);
  await desk.claim(`${proxy.origin}/`);
});

afterAll(() => desk?.close());

/** The kinds of all reports that the server has taken, the oldest first, once there are so many. */
async function reports(count: number): Promise<(PrintKind | null)[]> {
  return waitFor(`${count} reports`, async () => {
    const taken = await desk.client.reports();
    return taken.length >= count ? taken.map(({ kind }) => kind).reverse() : undefined;
  });
}

/** Waits until the last command that brought pictures has been answered with success, and gives its id. */
async function lastAnswered(): Promise<number> {
  await desk.client.waitForStatus('acknowledged');
  return proxy.said.findLast(({ type }) => type === 'DeviceCommandResponse')!.command_id!;
}

const button = (held: number) => desk.page.getByRole('button', { name: words.paper.button(held), exact: true });

describe('what a strict server is told', () => {
  it('is that a delivery is on paper, under the id of its command', async () => {
    await desk.client.send(desk.key, 'set_delivery_and_print', [makePicture(40, 1)]);
    const id = await lastAnswered();
    expect(await reports(1)).toEqual(['delivery']);
    expect((await desk.client.reports())[0]?.printId).toBe(id);
    await waitFor(
      'the server to know it as printed',
      async () => (await desk.client.messages())[0]?.printedAt !== null,
    );
  });

  it('is nothing of a held delivery until the button is pressed', async () => {
    await desk.client.send(desk.key, 'set_delivery', [makePicture(40, 2)]);
    const id = await lastAnswered();
    await button(1).waitFor();
    expect(await desk.client.reports()).toHaveLength(1);
    await button(1).click();
    expect(await reports(2)).toEqual(['delivery', 'delivery']);
    expect((await desk.client.reports())[0]?.printId).toBe(id);
  });

  it('is that there was nothing to print, and a quip once there are some', async () => {
    await waitForDeliveries(desk.page, 2);
    await button(0).click();
    expect((await reports(3)).at(-1)).toBe('nothing');
    const quips = Array.from({ length: pictureCount('set_quip') }, (_, i) => makePicture(30, 10 + i));
    await desk.client.send(desk.key, 'set_quip', quips);
    await desk.client.waitForStatus('acknowledged');
    let presses = 0;
    // Each quip is as likely as that there is nothing to print.
    let told: readonly (PrintKind | null)[];
    do {
      await button(0).click();
      told = (await reports(4 + presses)).slice(3);
      presses++;
    } while (told.at(-1) === 'nothing' && presses < 20);
    expect(told).toEqual([...told.slice(1).fill('nothing'), 'quip']);
  });

  it('is a farewell for a Little Printer that is removed, while the other keeps its socket', async () => {
    const { page } = desk;
    const { opened } = proxy;
    const say = settingsWords.littlePrinters;
    await page.getByRole('link', { name: words.places.settings }).click();
    await page.getByRole('button', { name: settingsWords.add.open }).click();
    await page.getByLabel(settingsWords.add.label).fill('Kitchen');
    await page.getByRole('button', { name: settingsWords.add.add, exact: true }).click();
    const card = page.locator('[data-little-printer]').filter({ hasText: 'Kitchen' });
    const second = await desk.client.claim((await card.locator('.claim-code').first().textContent()) ?? '', 'Kitchen');
    await waitFor('it to be online beside the first', () => desk.client.isOnline(second));

    const address = await card.getAttribute('data-little-printer');
    await card.locator('summary').click();
    await card.getByRole('button', { name: say.of(say.remove, 'Kitchen') }).click();
    await card.getByRole('button', { name: say.removeYes }).click();
    await waitFor('it to be offline', async () => !(await desk.client.isOnline(second)));
    const farewells = proxy.said.filter(({ json_payload: payload }) => payload?.name === 'device_disconnect');
    expect(farewells.map(({ json_payload: payload }) => payload?.device_address)).toEqual([address]);
    expect(await desk.client.isOnline(desk.key)).toBe(true);
    expect(proxy.opened).toBe(opened);
    expect(desk.server.log).not.toContain('refused');
  });
});
