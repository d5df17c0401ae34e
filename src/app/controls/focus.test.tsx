import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { someJob, someState } from '../testing/fake-engine.ts';
import { mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

/** Presses a button as the keyboard does, and waits until it is gone. */
async function press(button: HTMLElement): Promise<void> {
  button.focus();
  expect(document.activeElement).toBe(button);
  fireEvent.click(button);
  await waitFor(() => expect(button.isConnected).toBe(false));
}

const place = (name = 'Paper') => screen.getByRole('heading', { name, level: 1 });

describe('the focus', () => {
  it('goes to the place when a trouble is dismissed, or stays in the sheet that it was in', async () => {
    const { fake, model } = await mountApp();
    fake.emit({ type: 'trouble', error: { code: 'storage-full' } });
    await press(await screen.findByRole('button', { name: 'Dismiss' }));
    expect(document.activeElement).toBe(place());
    model.sheet.value = { kind: 'server' };
    const sheet = within(await screen.findByRole('dialog'));
    fake.emit({ type: 'trouble', error: { code: 'storage-full' } });
    await press(await sheet.findByRole('button', { name: 'Dismiss' }));
    expect(document.activeElement).toBe(sheet.getByRole('button', { name: 'Close' }));
  });

  it.each(['asleep', 'closed'] as const)('goes to the place when it was read that the tab was %s', async (how) => {
    await mountApp({ state: someState({ absence: { from: 0, to: 7_200_000, how } }) });
    await press(await screen.findByRole('button', { name: how === 'asleep' ? 'All right' : 'Dismiss' }));
    expect(document.activeElement).toBe(place());
  });

  it('goes to the place when the welcome is done with, and when a printer is left for later', async () => {
    await mountApp();
    await press(await screen.findByRole('button', { name: 'Done' }));
    expect(document.activeElement).toBe(place());
    await press(await screen.findByRole('button', { name: 'Not now' }));
    expect(document.activeElement).toBe(place());
  });

  it('goes to the place when the word of copies that stopped is put away', async () => {
    const { model } = await mountApp({ state: someState({ copies: { state: 'needs-tap', folder: 'Prints' } }) });
    model.putAwayConnect();
    model.putAwayWelcome('db708b77ae2ee5b5');
    await press(await screen.findByRole('button', { name: 'Not now' }));
    expect(document.activeElement).toBe(place());
  });

  it('goes to the place when what was held is on its way to paper', async () => {
    await mountApp({ jobs: [someJob({ state: 'held' })] });
    await press(await screen.findByRole('button', { name: 'Print it' }));
    expect(document.activeElement).toBe(place());
  });

  it('goes to the place when all that was held is on its way to paper', async () => {
    await mountApp({ jobs: [2, 1].map((id) => someJob({ id, state: 'held' })) });
    const all = await screen.findByRole('button', { name: 'Print all' });
    all.focus();
    fireEvent.click(all);
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Print (it|all|the oldest)$/ })).toBeNull());
    expect(document.activeElement).toBe(place());
  });

  it('stays where it is when a part goes that does not have it', async () => {
    const { model } = await mountApp();
    const done = await screen.findByRole('button', { name: 'Done' });
    const chip = screen.getByRole('button', { name: /^Server/ });
    chip.focus();
    model.putAwayWelcome('db708b77ae2ee5b5');
    await waitFor(() => expect(done.isConnected).toBe(false));
    expect(document.activeElement).toBe(chip);
  });

  it('stays with a print of the history that is let go, and then cancelled', async () => {
    const { platform } = await mountApp({ hash: '#/history', jobs: [someJob({ id: 3, state: 'held' })] });
    const row = await screen.findByRole('button', { name: 'Open: A message' });
    await press(within(row.closest('li')!).getByRole('button', { name: 'Print' }));
    await waitFor(() => expect(document.activeElement).toBe(row));
    platform.time += 1_000;
    await press(screen.getByRole('button', { name: 'Cancel: A message' }));
    await waitFor(() => expect(document.activeElement).toBe(row));
  });
});
