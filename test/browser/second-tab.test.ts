import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDeliveries } from './paper.ts';
import { pieceOf, waitForDeliveries } from './papertab-page.ts';
import { isPrinter, looksOn, runsIn, Tabs } from './tabs.ts';

let tabs: Tabs;

beforeEach(async () => {
  tabs = await Tabs.open();
});

afterEach(() => tabs?.close());

describe('a second tab', () => {
  it('leaves the printer to the first, shows it, and takes over when that is closed', async () => {
    const { first, client, key } = tabs;
    const second = await tabs.another();
    await client.print(key, 'to the first');
    const [job] = await waitForDeliveries(first, 1);
    await pieceOf(second, job!.id).waitFor();
    expect(tabs.proxy.opened).toHaveLength(1);

    await first.close();
    await tabs.onlineAnew(2);
    await client.print(key, 'to the second');
    await waitForDeliveries(second, 2);
    await client.waitForStatus('acknowledged');
    expect(await runsIn(second)).toBe(true);
    expect(tabs.proxy.connections).toBe(1);
    expect((await readDeliveries(second)).map(({ interruptions }) => interruptions)).toEqual([0, 0]);
  });

  it('is a second tab again after it was reloaded', async () => {
    const second = await tabs.another();
    await second.reload();
    await looksOn(second);
    expect(await runsIn(tabs.first)).toBe(true);
    expect(tabs.proxy.opened).toHaveLength(1);
  });

  it('is what the first becomes when it is reloaded', async () => {
    const second = await tabs.another();
    await tabs.first.reload();
    await looksOn(tabs.first);
    await tabs.onlineAnew(2);
    await isPrinter(second);
    await tabs.client.print(tabs.key, 'to whom it may concern');
    const [job] = await waitForDeliveries(second, 1);
    await pieceOf(tabs.first, job!.id).waitFor();
  });
});
