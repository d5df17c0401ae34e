import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../errors.ts';
import { PapertabError } from '../../errors.ts';
import type { Job } from '../../jobs/job.ts';
import {
  someJob,
  somePaper,
  somePaperang,
  withOther,
  withPaperang,
  withPapers,
  withPrinter,
} from '../testing/fake-engine.ts';
import { mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

const away = (code: ErrorCode = 'printer-away') => somePaperang({ state: 'away', needs: { code } });
const waiting = (change: Partial<Job> = {}): Job =>
  someJob({ id: 2, paperPrinter: 'p2', state: 'needs-you', error: { code: 'printer-away' }, ...change });

describe('a printer that is away while prints wait', () => {
  const jobs = [waiting({ begun: true }), waiting({ id: 3, state: 'waiting' })];

  it('is said, with how many wait and that nothing is lost, and can be tried now', async () => {
    const { fake } = await mountApp({ state: withPapers(away()), jobs });
    expect(await screen.findByRole('heading', { name: 'The printer is away' })).toBeTruthy();
    expect(screen.getByText(/2 prints wait here, nothing is lost: the Little Printer stays online/)).toBeTruthy();
    expect(screen.getByText(/What was cut short begins again/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Printer Away. Show details.' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
    await waitFor(() => expect(fake.argumentsOf('reach')).toEqual([['p2']]));
    expect(screen.getByText('Still not there?')).toBeTruthy();
  });

  it('says that the Little Printer stays online only while senders see it so', async () => {
    const { fake } = await mountApp({ state: withPapers(away()), jobs });
    await screen.findByText(/stays online/);
    fake.say({ ...withPapers(away()), bridge: { phase: 'connecting', server: 'wss://sirius.example', attempt: 1 } });
    expect(await screen.findByText(/^2 prints wait here, safely kept. What was cut short begins again/)).toBeTruthy();
    expect(screen.queryByText(/stays online|nothing is lost/)).toBeNull();
    fake.say(withPrinter(withPapers(away()), { toldOffline: true }));
    expect(await screen.findByText(/^Senders are told that it is offline/)).toBeTruthy();
    expect(screen.queryByText(/stays online|nothing is lost/)).toBeNull();
    // Of one that prints elsewhere it is not said here.
    fake.say(withOther(withPapers(away()), { paperPrinter: 'screen', toldOffline: true }));
    expect(await screen.findByText(/stays online/)).toBeTruthy();
  });

  it('keeps its card while it is tried again', async () => {
    const { fake } = await mountApp({ state: withPapers(away()), jobs });
    const heading = await screen.findByRole('heading', { name: 'The printer is away' });
    fake.say(withPapers({ ...away(), state: 'connecting' }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(document.contains(heading)).toBe(true);
    fake.say(withPaperang());
    await waitFor(() => expect(document.contains(heading)).toBe(false));
  });

  it('leaves its prints to the screen, or all that come too', async () => {
    const { fake } = await mountApp({ state: withPapers(away()), jobs });
    const instead = await screen.findByRole('button', { name: 'Print on the screen instead' });
    fireEvent.click(instead);
    const keep = await screen.findByRole('button', { name: 'Keep waiting' });
    fireEvent.click(keep);
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Print on the screen instead' })),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Print on the screen instead' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Only the 2 prints that wait' }));
    await waitFor(() => expect(fake.argumentsOf('moveJobs')).toEqual([['p2', 'screen']]));
    expect(fake.argumentsOf('usePaperPrinter')).toEqual([]);
    fireEvent.click(await screen.findByRole('button', { name: 'Print on the screen instead' }));
    fireEvent.click(await screen.findByRole('button', { name: 'These, and all that come from now on' }));
    await waitFor(() => expect(fake.argumentsOf('usePaperPrinter')).toEqual([['db708b77ae2ee5b5', 'screen']]));
    await waitFor(() => expect(fake.argumentsOf('moveJobs')).toHaveLength(2));
  });

  it('names the print that would be cancelled, and cancels one with a double click', async () => {
    const milk = waiting({ id: 3, state: 'waiting', origin: { kind: 'local', source: 'note', title: 'Milk' } });
    const { fake, platform } = await mountApp({ state: withPapers(away()), jobs: [waiting(), milk] });
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel this print: A message' }));
    // The next one has come in its place.
    const next = await screen.findByRole('button', { name: 'Cancel this print' });
    fireEvent.click(next);
    platform.time += 999;
    fireEvent.click(next);
    expect(fake.argumentsOf('cancel')).toEqual([[2]]);
    platform.time += 1;
    fireEvent.click(next);
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[2], [3]]));
  });

  it('cancels also when the clock was set back', async () => {
    const { fake, platform } = await mountApp({ state: withPapers(away()), jobs });
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel this print: A message' }));
    const next = await screen.findByRole('button', { name: 'Cancel this print' });
    platform.time -= 3_600_000;
    fireEvent.click(next);
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[2], [3]]));
  });

  it('offers to reload the page where a part of it is missing', async () => {
    const { platform } = await mountApp({ state: withPapers(away('part-missing')), jobs });
    expect(screen.queryByRole('button', { name: 'Try now' })).toBeNull();
    fireEvent.click(await screen.findByRole('button', { name: 'Reload the page' }));
    expect(platform.reloads).toBe(1);
  });

  it('cancels the print that is first', async () => {
    const { fake } = await mountApp({ state: withPapers(away()), jobs });
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel this print: A message' }));
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[2]]));
  });
});

describe('a printer that is away while nothing waits', () => {
  it('is no card, for it comes back by itself', async () => {
    const { model } = await mountApp({ state: withPapers(away()) });
    model.putAwayWelcome('db708b77ae2ee5b5');
    expect(await screen.findByRole('heading', { name: 'Ready when you are' })).toBeTruthy();
  });

  it('is a calm one where it takes a tap', async () => {
    const { platform } = await mountApp({ state: withPapers(away('printer-tap')) });
    const heading = await screen.findByRole('heading', { name: 'One tap to connect' });
    expect(heading.querySelector('.tone-mark')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Tap to connect' }));
    await waitFor(() => expect(platform.printers.tapped).toEqual(['p2']));
  });

  it('shows what to look at when the list was closed, and says when another was chosen', async () => {
    const { platform } = await mountApp({ state: withPapers(away('printer-tap')) });
    platform.printers.tapError = new PapertabError('chooser-cancelled');
    fireEvent.click(await screen.findByRole('button', { name: 'Tap to connect' }));
    expect(await screen.findByText('Not in the list?')).toBeTruthy();
    platform.printers.tapError = new PapertabError('printer-away');
    fireEvent.click(screen.getByRole('button', { name: 'Tap to connect' }));
    expect(await screen.findByText('That was another printer. Choose “Paperang_P2” from the list.')).toBeTruthy();
    platform.printers.tapError = new PapertabError('bluetooth-off');
    fireEvent.click(screen.getByRole('button', { name: 'Tap to connect' }));
    expect(await screen.findByText('Bluetooth is off.')).toBeTruthy();
  });
});

it('is not looked for under a name that the browser does not know', async () => {
  const { platform } = await mountApp({ state: withPapers({ ...away('printer-tap'), name: 'Kitchen' }) });
  platform.printers.tapError = new PapertabError('printer-away');
  fireEvent.click(await screen.findByRole('button', { name: 'Tap to connect' }));
  expect(await screen.findByText('That was another printer. Choose the same one as last time.')).toBeTruthy();
});

describe('a printer that can never print', () => {
  const hopeless = withPapers(away('printer-language'));

  it('leaves messages to the screen, also when nothing waits', async () => {
    const { fake } = await mountApp({ state: hopeless });
    expect(await screen.findByRole('heading', { name: 'This printer is not supported yet' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Print on the screen instead' }));
    await waitFor(() => expect(fake.argumentsOf('usePaperPrinter')).toEqual([['db708b77ae2ee5b5', 'screen']]));
  });

  it('can be forgotten where it is shown, after it was asked whether it is meant', async () => {
    const { fake } = await mountApp({ state: hopeless });
    const forget = await screen.findByRole('button', { name: 'Forget this printer' });
    fireEvent.click(forget);
    fireEvent.click(await screen.findByRole('button', { name: 'Keep it' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Forget this printer' }));
    expect(fake.argumentsOf('forgetPaperPrinter')).toEqual([]);
    fireEvent.click(await screen.findByRole('button', { name: 'Forget it' }));
    await waitFor(() => expect(fake.argumentsOf('forgetPaperPrinter')).toEqual([['p2']]));
  });
});

describe('a printer that needs somebody', () => {
  it.each([
    ['printer-paper-out', 'Out of paper'],
    ['printer-cover-open', 'The cover is open'],
    ['printer-too-hot', 'The print head needs a rest'],
    ['printer-battery-empty', 'The printer’s battery is empty'],
    ['printer-stalled', 'The printer has stopped'],
  ] as const)('because of %s has words for it, and nothing to try in vain', async (code, title) => {
    const jobs = [waiting({ error: { code } })];
    await mountApp({ state: withPaperang({ state: 'needs-you', needs: { code } }), jobs });
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try now' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Print on the screen instead' })).toBeTruthy();
  });

  it('is told from others by its name', async () => {
    const till = somePaper({ id: 'till', name: 'Till', model: 'escpos-58', link: { transport: 'serial' } });
    await mountApp({
      state: withPapers(somePaperang(), { ...till, state: 'away', needs: { code: 'printer-away' } }),
      jobs: [waiting({ paperPrinter: 'till' })],
    });
    await screen.findByRole('heading', { name: 'The printer is away' });
    expect(screen.getByText('Till')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Printer Ready. Show details.' })).toBeTruthy();
  });
});

describe('equal adapters', () => {
  const till = somePaper({
    id: 'till',
    model: 'escpos-58',
    link: { transport: 'serial' },
    state: 'away',
    needs: { code: 'printer-which' },
  });

  it('are told apart by what they feed', async () => {
    const did: string[] = [];
    const { platform } = await mountApp({ state: withPapers(till) });
    platform.printers.ports = [
      { feed: async () => void did.push('feed 1'), choose: () => void did.push('choose 1') },
      { feed: () => Promise.reject(new PapertabError('printer-in-use')), choose: () => void did.push('choose 2') },
    ];
    fireEvent.click(await screen.findByRole('button', { name: 'Show me which is which' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Which one is it?' }));
    fireEvent.click(await sheet.findByRole('button', { name: 'Feed a centimetre: adapter 2' }));
    expect(await sheet.findByText('Something else holds the printer.')).toBeTruthy();
    fireEvent.click(sheet.getByRole('button', { name: 'Feed a centimetre: adapter 1' }));
    expect(await sheet.findByText('Did paper move?')).toBeTruthy();
    fireEvent.click(sheet.getByRole('button', { name: 'This one: adapter 1' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(did).toEqual(['feed 1', 'choose 1']);
  });

  it('are not taken while they feed, and are looked at anew', async () => {
    let fed = (): void => {};
    const port = { feed: () => new Promise<void>((resolve) => (fed = resolve)), choose: () => {} };
    const { platform } = await mountApp({ state: withPapers(till) });
    platform.printers.ports = [port, port];
    fireEvent.click(await screen.findByRole('button', { name: 'Show me which is which' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Which one is it?' }));
    const choose = (): HTMLButtonElement => sheet.getByRole('button', { name: 'This one: adapter 1' });
    fireEvent.click(await sheet.findByRole('button', { name: 'Feed a centimetre: adapter 1' }));
    // The port is open for the paper to be fed.
    await waitFor(() => expect(choose().disabled).toBe(true));
    fed();
    expect(await sheet.findByText('Did paper move?')).toBeTruthy();
    expect(choose().disabled).toBe(false);
    platform.printers.ports = [port];
    fireEvent.click(sheet.getByRole('button', { name: 'Look again' }));
    await waitFor(() => expect(sheet.queryByText('Adapter 2')).toBeNull());
    expect(sheet.queryByText('Did paper move?')).toBeNull();
  });

  it('may all be unplugged', async () => {
    await mountApp({ state: withPapers(till) });
    fireEvent.click(await screen.findByRole('button', { name: 'Show me which is which' }));
    expect(await screen.findByText(/None of them is there now/)).toBeTruthy();
  });
});

describe('the offer to connect a printer', () => {
  it('is made until it is put off, and not to those who have one', async () => {
    const { model, fake } = await mountApp();
    model.putAwayWelcome('db708b77ae2ee5b5');
    expect(await screen.findByRole('heading', { name: 'Have a printer for real paper?' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Not now' }));
    expect(await screen.findByRole('heading', { name: 'Ready when you are' })).toBeTruthy();
    expect(model.connectsLater.value).toBe(true);
    fake.say(withPaperang());
    expect(screen.queryByRole('heading', { name: 'Have a printer for real paper?' })).toBeNull();
    expect(await screen.findByText(/^Messages come out of Paperang_P2/)).toBeTruthy();
  });
});
