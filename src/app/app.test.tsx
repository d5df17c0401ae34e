import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import { PapertabError } from '../errors.ts';
import { errorWords } from './error-words.ts';
import { someJob, someState, withPaperang, withPrinter } from './testing/fake-engine.ts';
import { mountApp, pretendLayout } from './testing/mount-app.tsx';
import { words } from './words.ts';

pretendLayout();

const server = 'wss://sirius.example/api/v1/connection';
const unclaimed = withPrinter(someState(), { claim: 'unclaimed' });

describe('a first visit', () => {
  it('prints a greeting with the claim code, once', async () => {
    const { fake, platform } = await mountApp({ state: { ...unclaimed, returning: false } });
    await waitFor(() => expect(fake.argumentsOf('print')).toHaveLength(1));
    const printed = platform.drawn.flat().map((block) => (block.kind === 'text' ? block.text : ''));
    expect(printed).toContain('vt4y-q4xv');
    expect(printed).toContain('7pe8-4fsy');
    expect(fake.argumentsOf('print')[0]?.[1]).toEqual({ source: 'greeting' });
    fake.say({ ...unclaimed, returning: false });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(fake.argumentsOf('print')).toHaveLength(1);
  });

  it('is no later one', async () => {
    const { fake } = await mountApp({ state: unclaimed });
    expect(fake.argumentsOf('print')).toEqual([]);
  });
});

describe('the claim card', () => {
  it('offers a printer for paper to those who have none, without anything unfolded', async () => {
    const { model, fake } = await mountApp({ state: unclaimed });
    const connect = screen.getByRole('button', { name: 'Connect a printer' });
    expect(connect.closest('details')).toBeNull();
    fireEvent.click(connect);
    expect(model.sheet.value).toEqual({ kind: 'connect' });
    fake.say(withPrinter(withPaperang(), { claim: 'unclaimed' }));
    await waitFor(() => expect(document.contains(connect)).toBe(false));
  });

  it('shows the code as one text, and copies it', async () => {
    const { platform } = await mountApp({ state: unclaimed });
    expect(document.querySelector('.claim-code')?.textContent).toBe('vt4y-q4xv-7pe8-4fsy');
    fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy();
    expect(platform.copied).toEqual(['vt4y-q4xv-7pe8-4fsy']);
  });

  it('says what to do where copying is not allowed', async () => {
    const { platform } = await mountApp({ state: unclaimed });
    platform.refuseCopy = true;
    fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findAllByText(/copy it by hand/)).not.toEqual([]);
  });

  it('leads to the claim page of the server that is set, with the code where it can be handed over', async () => {
    await mountApp({ state: unclaimed });
    expect(screen.getByRole('link', { name: /Open claim page/ }).getAttribute('href')).toBe('https://sirius.example/');
  });

  it('hands the code to the stand-in on this computer', async () => {
    const address = 'ws://localhost:5173/api/v1/connection';
    await mountApp({
      state: { ...unclaimed, settings: { ...unclaimed.settings, server: address } },
      pageUrl: 'http://localhost:5173/',
    });
    expect(screen.getByRole('link', { name: /Open claim page/ }).getAttribute('href')).toBe(
      'http://localhost:5173/local-sirius/?code=vt4y-q4xv-7pe8-4fsy',
    );
  });

  it('warns of the sign-in of the public server', async () => {
    const address = 'wss://littleprinter.nordprojects.co/api/v1/connection';
    await mountApp({ state: { ...unclaimed, settings: { ...unclaimed.settings, server: address } } });
    expect(screen.getByText(/fails for many people/)).toBeTruthy();
  });

  it('says of a printer from another place that it may still run there', async () => {
    await mountApp({ state: withPrinter(unclaimed, { imported: true }) });
    expect(screen.getByText(words.cards.claim.elsewhere)).toBeTruthy();
    cleanup();
    await mountApp({ state: withPrinter(unclaimed, { imported: false }) });
    expect(screen.queryByText(words.cards.claim.elsewhere)).toBeNull();
  });

  it('becomes a welcome once the printer is claimed, which asks for storage and offers the backup', async () => {
    const { fake, platform, model } = await mountApp({ state: unclaimed });
    expect(platform.persistRequests).toBe(0);
    fake.say(someState());
    expect(await screen.findByText('It’s yours')).toBeTruthy();
    await waitFor(() => expect(platform.persistRequests).toBe(1));
    await waitFor(() => expect(model.persisted.value).toBe(true));
    fireEvent.click(screen.getByRole('button', { name: 'Save printer file' }));
    await waitFor(() => expect(platform.saved.map(({ name }) => name)).toEqual(['db708b77ae2ee5b5.printer']));
    fireEvent.click(screen.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByText('It’s yours')).toBeNull());
  });
});

describe('trouble with the server', () => {
  it('is said in words, with what to do, and what works meanwhile', async () => {
    const bridge = {
      phase: 'waiting',
      server,
      attempt: 2,
      retryAt: 0,
      trouble: { code: 'server-unreachable' },
    } as const;
    const { fake } = await mountApp({ state: someState({ bridge }) });
    expect(await screen.findByRole('heading', { name: 'The server cannot be reached' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Write a note' }).getAttribute('href')).toBe('#/write');
    fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
    await waitFor(() => expect(fake.argumentsOf('reconnect')).toHaveLength(1));
  });

  it('shows in the chip, and in full behind it', async () => {
    const bridge = { phase: 'waiting', server, attempt: 2, retryAt: 0, trouble: { code: 'runs-elsewhere' } } as const;
    await mountApp({ state: someState({ bridge }) });
    fireEvent.click(screen.getByRole('button', { name: 'Server Not connected. Show details.' }));
    const sheet = await screen.findByRole('dialog');
    // Which of the two it is nobody can tell from here.
    expect(within(sheet).getByText(/trouble of its own.*or.*connected twice: then stop it on the other/)).toBeTruthy();
    expect(within(sheet).getByText('Trying again now')).toBeTruthy();
  });
});

describe('a page that cannot be the printer', () => {
  it('says that another tab is and does not answer, and takes its place', async () => {
    const { fake } = await mountApp({
      state: someState({ phase: 'elsewhere', littlePrinters: [], paperPrinters: [] }),
    });
    expect(await screen.findByRole('heading', { name: /which does not answer/ })).toBeTruthy();
    expect(screen.queryByRole('navigation')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Move the printer here' }));
    await waitFor(() => expect(fake.argumentsOf('takeOver')).toHaveLength(1));
  });

  it('opens nothing that lies over the page, then or later, and hides no trouble', async () => {
    const { fake, model } = await mountApp({
      state: someState({ phase: 'elsewhere', littlePrinters: [], paperPrinters: [] }),
    });
    await screen.findByRole('heading', { name: /which does not answer/ });
    for (const name of ['Server Other tab', 'Printer Other tab']) {
      const chip = screen.getByRole<HTMLButtonElement>('button', { name });
      expect(chip.disabled).toBe(true);
      fireEvent.click(chip);
    }
    // What was under way when the other tab fell silent may still ask for one.
    model.sheet.value = { kind: 'server' };
    fake.refusals.set('takeOver', new PapertabError('engine-lost'));
    fireEvent.click(screen.getByRole('button', { name: 'Move the printer here' }));
    expect(await screen.findByText(`${errorWords['engine-lost'].title}.`)).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
    model.sheet.value = undefined;
    fake.say(someState());
    await screen.findByRole('button', { name: 'Server Connected. Show details.' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('says why the engine cannot run, and reloads', async () => {
    const { platform } = await mountApp({
      state: someState({
        phase: 'failed',
        failure: { code: 'storage-blocked' },
        littlePrinters: [],
        paperPrinters: [],
      }),
    });
    expect(await screen.findByRole('heading', { name: 'Another version of Papertab is open' })).toBeTruthy();
    expect(within(screen.getAllByRole('alert').at(-1)!).getByRole('heading')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Reload the page' }));
    expect(platform.reloads).toBe(1);
  });
});

describe('the machine', () => {
  it('tells how far a print is, and cancels it', async () => {
    const { fake } = await mountApp();
    fake.stored = [someJob({ id: 5, state: 'printing', height: 800 })];
    fake.emit({ type: 'job', job: fake.stored[0]! });
    fake.emit({ type: 'progress', id: 5, rows: 400, at: 1_700_000_000_000 });
    const progress = await screen.findByRole('progressbar', { name: 'Printing: A message' });
    await waitFor(() => expect(progress.getAttribute('aria-valuenow')).toBe('400'));
    expect(progress.getAttribute('aria-valuetext')).toBe('400 of 800 rows, 50%');
    expect(screen.getByText(/50% · 5.0 cm of 10.0 cm/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Cancel printing' }));
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[5]]));
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull());
  });

  it('has a button that prints what has waited longest, and says how many wait', async () => {
    const jobs = [someJob({ id: 2, state: 'held' }), someJob({ id: 1, state: 'held' })];
    const { fake } = await mountApp({ jobs });
    const button = await screen.findByRole('button', { name: 'Print the oldest of 2 waiting deliveries' });
    expect(button.textContent).toBe('2');
    fireEvent.click(button);
    await waitFor(() => expect(fake.argumentsOf('pressButton')).toEqual([['db708b77ae2ee5b5']]));
    await waitFor(() =>
      expect(fake.stored.map(({ id, state }) => [id, state])).toEqual([
        [2, 'held'],
        [1, 'waiting'],
      ]),
    );
    expect(await screen.findByRole('button', { name: 'Print the waiting delivery' })).toBeTruthy();
  });

  it('answers on paper when its button is pressed for nothing', async () => {
    const { fake, platform } = await mountApp();
    fireEvent.click(await screen.findByRole('button', { name: 'Press the button' }));
    await waitFor(() => expect(fake.stored).toHaveLength(1));
    fake.change(1, { state: 'printed' });
    platform.time += 2_000;
    expect(await screen.findByText('Nothing to print')).toBeTruthy();
  });

  it('does not take a double click for a wish to stop', async () => {
    const { fake, platform } = await mountApp({ jobs: [someJob({ id: 1, state: 'held' })] });
    fireEvent.click(await screen.findByRole('button', { name: 'Print the waiting delivery' }));
    await waitFor(() => expect(fake.stored[0]?.state).toBe('waiting'));
    fake.change(1, { state: 'printing' });
    const stop = await screen.findByRole('button', { name: 'Cancel printing' });
    fireEvent.click(stop);
    platform.time += 1_000;
    fireEvent.click(stop);
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[1]]));
  });

  it('lets all that waits go once, however often that is asked for', async () => {
    const jobs = [someJob({ id: 2, state: 'held' }), someJob({ id: 1, state: 'held' })];
    const { fake } = await mountApp({ jobs });
    const button = await screen.findByRole('button', { name: 'Print all' });
    fireEvent.click(button);
    fireEvent.click(button);
    await waitFor(() => expect(fake.argumentsOf('release')).toEqual([[1], [2]]));
    await waitFor(() => expect(button.isConnected).toBe(false));
    expect(fake.argumentsOf('release')).toHaveLength(2);
  });
});

describe('the roll', () => {
  it('shows what is out, and offers the negative of what is mostly black', async () => {
    const { fake } = await mountApp({ jobs: [someJob({ id: 1, blackShare: 0.97 }), someJob({ id: 2 })] });
    const pieces = await screen.findAllByRole('listitem');
    expect(pieces.map((piece) => piece.getAttribute('data-job')).sort()).toEqual(['1', '2']);
    fireEvent.click(screen.getByRole('button', { name: 'Print inverted' }));
    await waitFor(() => expect(fake.argumentsOf('reprint')).toEqual([[1, { inverted: true }]]));
  });

  it('clips a print to the rows that are out', async () => {
    const { fake, platform } = await mountApp();
    fake.emit({ type: 'job', job: someJob({ id: 5, state: 'printing', height: 800 }) });
    fake.emit({ type: 'progress', id: 5, rows: 200, at: platform.time });
    await waitFor(() => {
      const window = document.querySelector<HTMLElement>('[data-job="5"] .feed-window');
      expect(window?.style.blockSize).toBe('200px');
    });
    platform.time += 250;
    await waitFor(() => {
      const window = document.querySelector<HTMLElement>('[data-job="5"] .feed-window');
      expect(window?.style.blockSize).toBe('300px');
    });
  });
});

describe('paper for those who want no motion', () => {
  it('is there when it is done', async () => {
    const asked = matchMedia;
    vi.spyOn(window, 'matchMedia').mockImplementation((query) =>
      Object.defineProperty(asked.call(window, query), 'matches', { value: query.includes('reduced-motion') }),
    );
    const { fake, platform } = await mountApp();
    const height = (): string | undefined =>
      document.querySelector<HTMLElement>('[data-job="5"] .feed-window')?.style.blockSize;
    fake.emit({ type: 'job', job: someJob({ id: 5, state: 'printing', height: 800 }) });
    fake.emit({ type: 'progress', id: 5, rows: 400, at: platform.time });
    await waitFor(() => expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('400'));
    expect(height()).toBe('0px');
    fake.emit({ type: 'job', job: someJob({ id: 5, state: 'printed', height: 800 }) });
    platform.time += 2000;
    await waitFor(() => expect(height()).toBe('800px'));
  });
});

describe('troubles that belong to nothing else', () => {
  it('are banners with a way out', async () => {
    const { fake } = await mountApp();
    fake.emit({ type: 'trouble', error: { code: 'storage-full' } });
    const banner = await screen.findByText('The browser’s storage is full.');
    expect(banner).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Open the history' }));
    expect(location.hash).toBe('#/history');
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(screen.queryByText('The browser’s storage is full.')).toBeNull());
  });
});

describe('a new version', () => {
  it('is used on the user’s word, and interrupts a print only when that is meant', async () => {
    let applied = 0;
    const { fake, model } = await mountApp();
    model.app.value = { offlineReady: true, applyUpdate: () => applied++ };
    fake.emit({ type: 'job', job: someJob({ id: 5, state: 'printing' }) });
    fireEvent.click(await screen.findByRole('button', { name: 'Use it now' }));
    const keep = await screen.findByRole('button', { name: 'Let it print' });
    await waitFor(() => expect(document.activeElement).toBe(keep));
    fireEvent.click(keep);
    fireEvent.click(await screen.findByRole('button', { name: 'Use it now' }));
    expect(applied).toBe(0);
    fireEvent.click(await screen.findByRole('button', { name: 'Use it all the same' }));
    expect(applied).toBe(1);
    fake.emit({ type: 'job', job: someJob({ id: 5, state: 'printed' }) });
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Use it all the same' })).toBeNull());
    expect(applied).toBe(1);
    fireEvent.click(screen.getByRole('button', { name: 'Use it now' }));
    expect(applied).toBe(2);
  });

  it('can wait for the print that is under way', async () => {
    let applied = 0;
    const { fake, model } = await mountApp();
    model.app.value = { offlineReady: true, applyUpdate: () => applied++ };
    fake.emit({ type: 'job', job: someJob({ id: 5, state: 'printing' }) });
    fireEvent.click(await screen.findByRole('button', { name: 'Use it after this print' }));
    expect(await screen.findByText(/takes over as soon as this print is out/)).toBeTruthy();
    expect(applied).toBe(0);
    fake.emit({ type: 'job', job: someJob({ id: 5, state: 'printed' }) });
    await waitFor(() => expect(applied).toBe(1));
  });

  it('does not wait for what another tab prints', async () => {
    const { fake, model } = await mountApp({ state: someState({ runsHere: false }) });
    model.app.value = { offlineReady: true, applyUpdate: () => {} };
    fake.emit({ type: 'job', job: someJob({ id: 5, state: 'printing' }) });
    await screen.findByRole('button', { name: 'Use it now' });
    expect(screen.queryByRole('button', { name: 'Use it after this print' })).toBeNull();
  });
});

describe('going from place to place', () => {
  it('puts the focus on the heading, but not on arrival', async () => {
    await mountApp();
    expect(document.activeElement).toBe(document.body);
    location.hash = '#/history';
    dispatchEvent(new Event('hashchange'));
    const heading = await screen.findByRole('heading', { name: 'History', level: 1 });
    await waitFor(() => expect(document.activeElement).toBe(heading));
    expect(screen.getByRole('link', { name: 'History' }).getAttribute('aria-current')).toBe('page');
  });

  it('names the tab', async () => {
    const { fake } = await mountApp();
    fake.emit({ type: 'job', job: someJob({ id: 3, state: 'held' }) });
    await waitFor(() => expect(document.title).toBe('1 waiting · Papertab'));
  });
});
