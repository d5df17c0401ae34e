import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorWords } from '../../src/app/error-words.ts';
import { words } from '../../src/app/words.ts';
import { readJobs } from '../browser/paper.ts';
import { serverChip, waitForDeliveries } from '../browser/papertab-page.ts';
import { looksOn, readEpoch, runsIn, Tabs } from '../browser/tabs.ts';
import { waitFor } from '../browser/wait.ts';

/** Longer than a tab waits for the one that is the printer. */
const STILL_MS = 75_000;

let tabs: Tabs;

beforeEach(async () => {
  tabs = await Tabs.open();
});

afterEach(() => tabs?.close());

async function pause(ms: number): Promise<void> {
  const end = Date.now() + ms;
  await waitFor(`${ms} ms`, () => Date.now() >= end, ms + 5_000);
}

describe('a tab that stands still for over a minute', () => {
  it('loses the printer to one that does not, which says so; thawed, it looks on', { timeout: 300_000 }, async () => {
    const { first } = tabs;
    const second = await tabs.another();
    const owner = await tabs.processOf(first);
    expect(owner).not.toBe(await tabs.processOf(second));
    const epoch = await readEpoch(second);

    tabs.freeze(owner);
    await pause(50_000);
    expect(await readEpoch(second)).toBe(epoch);
    // Seconds in which the machine is too busy to tell silence from its own delay do not count.
    await second.getByText(errorWords['engine-taken-over'].title).waitFor({ timeout: 120_000 });
    expect(await readEpoch(second)).toBe(epoch + 1);
    await serverChip(second, words.chips.serverWords.connected).waitFor();
    await tabs.client.print(tabs.key, 'to the one that is left');
    await waitForDeliveries(second, 1);
    await tabs.client.waitForStatus('acknowledged');

    const before = await readJobs(second);
    tabs.thaw(owner);
    await looksOn(first);
    await waitFor('the old socket to be closed', () => tabs.proxy.connections === 1);
    expect(await readJobs(second)).toEqual(before);
    expect(await readEpoch(second)).toBe(epoch + 1);
    expect(await runsIn(second)).toBe(true);
  });

  it('keeps it when all tabs stood still: the computer slept', { timeout: 300_000 }, async () => {
    const { first } = tabs;
    const second = await tabs.another();
    const processes = [await tabs.processOf(first), await tabs.processOf(second)];
    const epoch = await readEpoch(second);
    for (const each of processes) tabs.freeze(each);
    await pause(STILL_MS);
    // The one that looks on wakes up first.
    for (const each of processes.reverse()) tabs.thaw(each);
    await tabs.online(60_000);
    await tabs.client.print(tabs.key, 'good morning');
    await waitForDeliveries(first, 1);
    await tabs.client.waitForStatus('acknowledged');
    expect(await readEpoch(second)).toBe(epoch);
    expect(await runsIn(first)).toBe(true);
    await looksOn(second);
  });
});
