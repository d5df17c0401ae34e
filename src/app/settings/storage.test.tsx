import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { beforeAll, describe, expect, it } from 'vitest';
import { PapertabError } from '../../errors.ts';
import { someState } from '../testing/fake-engine.ts';
import { mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

const open = { hash: '#/settings' };
const folder = { name: 'Prints' } as FileSystemDirectoryHandle;

/** Compiled before the first test, which would wait for it else. */
beforeAll(async () => {
  await import('./settings-place.tsx');
}, 60_000);

describe('what is kept', () => {
  it('is told with the room that it takes', async () => {
    const { fake } = await mountApp(open);
    expect(await screen.findByText('In use: 12 prints, 29 kB of pictures.')).toBeTruthy();
    expect(screen.getByText('400 kB of the 2 GB that this browser grants are in use.')).toBeTruthy();
    fake.use = { prints: 1, bytes: 2_000_000 };
    fake.say(someState({ settings: { ...someState().settings, keepPrints: 100 } }));
    expect(await screen.findByText('In use: 1 print, 2 MB of pictures.')).toBeTruthy();
    expect(screen.queryByText(/that this browser grants/)).toBeNull();
  });

  it('is bounded by a number of prints and by their room, usual ones or of one’s own', async () => {
    const { fake } = await mountApp(open);
    fireEvent.click(await screen.findByRole('radio', { name: '10,000' }));
    fireEvent.click(screen.getByRole('radio', { name: '1 GB' }));
    await waitFor(() =>
      expect(fake.argumentsOf('configure')).toEqual([[{ keepPrints: 10_000 }], [{ keepBytes: 1_000_000_000 }]]),
    );
    fireEvent.click(screen.getAllByRole('radio', { name: 'Another number' })[1]!);
    const field = await screen.findByRole('textbox', { name: 'How many megabytes' });
    const keep = screen.getByRole<HTMLButtonElement>('button', { name: 'Keep so many' });
    fireEvent.input(field, { target: { value: '0.5' } });
    await waitFor(() => expect(keep.disabled).toBe(true));
    expect(screen.getByText('Between 1 MB and 10 GB.')).toBeTruthy();
    fireEvent.input(field, { target: { value: '350' } });
    await waitFor(() => expect(keep.disabled).toBe(false));
    fireEvent.click(keep);
    await waitFor(() => expect(fake.argumentsOf('configure').at(-1)).toEqual([{ keepBytes: 350_000_000 }]));
    fake.say(someState({ settings: { ...someState().settings, keepBytes: 350_000_000 } }));
    expect((await screen.findByRole<HTMLInputElement>('radio', { name: '350 MB' })).checked).toBe(true);
  });

  it('is not bounded below what there is before somebody has said so', async () => {
    const { fake } = await mountApp(open);
    fake.use = { prints: 700, bytes: 2_000_000 };
    fireEvent.click(await screen.findByRole('radio', { name: '100' }));
    const question = await screen.findByRole('group', { name: 'Keep no more than 100 prints?' });
    expect(screen.getByRole<HTMLInputElement>('radio', { name: '1,000' }).checked).toBe(true);
    fireEvent.click(screen.getByRole('button', { name: 'Leave it as it is' }));
    await waitFor(() => expect(question.isConnected).toBe(false));
    expect(fake.argumentsOf('configure')).toEqual([]);
    fireEvent.click(screen.getByRole('radio', { name: '100' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Delete the oldest' }));
    await waitFor(() => expect(fake.argumentsOf('configure')).toEqual([[{ keepPrints: 100 }]]));
    fireEvent.click(screen.getAllByRole('radio', { name: 'Another number' })[0]!);
    expect(await screen.findByRole('textbox', { name: 'How many prints' })).toBeTruthy();
    fake.say(someState({ settings: { ...someState().settings, keepPrints: 50 } }));
    await waitFor(() => expect(screen.getByRole<HTMLInputElement>('radio', { name: '50' }).checked).toBe(true));
    expect(screen.queryByRole('textbox', { name: 'How many prints' })).toBeNull();
  });
});

describe('the folder for copies', () => {
  it('is chosen, and given up', async () => {
    const { fake, platform } = await mountApp(open);
    platform.folders.pick = folder;
    fireEvent.click(await screen.findByRole('button', { name: 'Choose a folder' }));
    await waitFor(() => expect(fake.argumentsOf('setCopyFolder')).toEqual([[folder]]));
    fake.say(someState({ copies: { state: 'ready', folder: 'Prints' } }));
    expect(await screen.findByText('Copies go into the folder “Prints”.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Stop copying' }));
    await waitFor(() => expect(fake.argumentsOf('setCopyFolder').at(-1)).toEqual([undefined]));
  });

  it('is left as it was when the browser’s window is closed', async () => {
    const { fake } = await mountApp(open);
    const choose = await screen.findByRole<HTMLButtonElement>('button', { name: 'Choose a folder' });
    fireEvent.click(choose);
    await waitFor(() => expect(choose.disabled).toBe(false));
    expect([fake.argumentsOf('setCopyFolder'), document.querySelector('.copies .error-note')]).toEqual([[], null]);
  });

  it('is asked for with a tap after a restart, and a refusal is said', async () => {
    const state = someState({ copies: { state: 'needs-tap', folder: 'Prints' } });
    const { fake, platform } = await mountApp({ ...open, state });
    fake.folder = folder;
    platform.folders.allowed = false;
    const allow = await screen.findByRole('button', { name: 'Allow it again' });
    fireEvent.click(allow);
    expect(await screen.findByText('The browser asks again about the folder.')).toBeTruthy();
    expect(fake.argumentsOf('setCopyFolder')).toEqual([]);
    platform.folders.allowed = true;
    fireEvent.click(allow);
    await waitFor(() => expect(fake.argumentsOf('setCopyFolder')).toEqual([[folder]]));
    expect(platform.folders.asked).toEqual([folder, folder]);
  });

  it('says why no copy could be made', async () => {
    const state = someState({ copies: { state: 'failed', folder: 'Prints', error: { code: 'copies-failed' } } });
    await mountApp({ ...open, state });
    expect(await screen.findByText('A copy could not be written into the folder.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Choose another folder' })).toBeTruthy();
  });

  it('says outside the settings that copies have stopped, with the way there, until that is put away', async () => {
    const stopped = someState({ copies: { state: 'needs-tap', folder: 'Prints' } });
    const { fake, platform } = await mountApp({ state: stopped });
    expect(await screen.findByText('Copies wait to get into “Prints”')).toBeTruthy();
    const link = screen.getByRole<HTMLAnchorElement>('link', { name: 'Look at the folder' });
    expect(link.getAttribute('href')).toBe('#/settings/storage');
    fireEvent.click(screen.getByRole('button', { name: 'Not now' }));
    await waitFor(() => expect(link.isConnected).toBe(false));
    fake.say(someState({ copies: { state: 'needs-tap', folder: 'Prints' } }));
    expect(screen.queryByRole('link', { name: 'Look at the folder' })).toBeNull();
    // Another stop is news, once copies were made again.
    fake.say(someState({ copies: { state: 'ready', folder: 'Prints' } }));
    await waitFor(() => expect(platform.memory.get('copies-stopped')).toBe('no'));
    fake.say(someState({ copies: { state: 'failed', folder: 'Prints', error: { code: 'copies-failed' } } }));
    expect(await screen.findByText('A copy could not be written into the folder')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Look at the folder' })).toBeTruthy();
  });
});

describe('notifications', () => {
  it('are asked for by the switch, and stay off when the browser says no', async () => {
    const { fake, platform } = await mountApp(open);
    platform.permission = 'denied';
    const notify = await screen.findByRole<HTMLInputElement>('switch', { name: /Notify me/ });
    fireEvent.click(notify);
    expect(await screen.findByText(/The browser blocks notifications/)).toBeTruthy();
    expect([notify.checked, fake.argumentsOf('configure')]).toEqual([false, []]);
    platform.permission = 'ask';
    fireEvent.click(notify);
    await waitFor(() => expect(fake.argumentsOf('configure')).toEqual([[{ notify: true }]]));
  });

  it('stay off, and say so, when switching them on fails', async () => {
    const { fake } = await mountApp(open);
    fake.refusals.set('configure', new PapertabError('storage-failed'));
    const notify = await screen.findByRole<HTMLInputElement>('switch', { name: /Notify me/ });
    fireEvent.click(notify);
    expect(await screen.findByText('The browser’s storage does not work.')).toBeTruthy();
    expect(notify.checked).toBe(false);
  });
});
