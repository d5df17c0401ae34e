import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import { someJob, someState, withPaperang } from './testing/fake-engine.ts';
import { mountApp, pretendLayout } from './testing/mount-app.tsx';

pretendLayout();

describe('a tab that the printer does not run in', () => {
  it('shows everything, says so, and moves the printer here', async () => {
    const { fake } = await mountApp({ state: someState({ runsHere: false }), jobs: [someJob()] });
    expect(await screen.findByText('The printer runs in another tab.')).toBeTruthy();
    expect(screen.getByRole('navigation')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Move the printer here' }));
    await waitFor(() => expect(fake.argumentsOf('takeOver')).toHaveLength(1));
    await waitFor(() => expect(screen.queryByText('The printer runs in another tab.')).toBeNull());
    expect(screen.getAllByText('The printer runs in this tab now.').length).toBeGreaterThan(0);
  });

  it('says what becomes of a Bluetooth printer, and what is under way', async () => {
    const { fake } = await mountApp({ state: { ...withPaperang(), runsHere: false } });
    expect(await screen.findByText('Your Bluetooth printer asks for one tap after that.')).toBeTruthy();
    let answer = (): void => {};
    vi.spyOn(fake.engine, 'takeOver').mockReturnValue(new Promise((resolve) => (answer = resolve)));
    fireEvent.click(screen.getByRole('button', { name: 'Move the printer here' }));
    expect(await screen.findByText(/other tab is asked to let go/)).toBeTruthy();
    answer();
    await waitFor(() => expect(screen.queryByText(/other tab is asked to let go/)).toBeNull());
  });

  it('offers to move the printer where only a tap in its own tab would help', async () => {
    const needs = { code: 'printer-tap' } as const;
    await mountApp({ state: { ...withPaperang({ state: 'away', needs }), runsHere: false } });
    await waitFor(() => expect(screen.getAllByRole('button', { name: 'Move the printer here' })).toHaveLength(2));
  });

  it('does not greet: the tab that the printer runs in does', async () => {
    const { fake, platform } = await mountApp({ state: someState({ runsHere: false, returning: false }) });
    fake.say(someState({ runsHere: false, returning: false }));
    await screen.findByText('The printer runs in another tab.');
    expect(platform.drawn).toEqual([]);
    fake.say(someState({ returning: false }));
    await waitFor(() => expect(platform.drawn).toHaveLength(1));
  });
});

describe('a time in which this browser was no printer', () => {
  const from = new Date(2026, 4, 1, 22, 10).getTime();
  const to = from + (3 * 60 + 12) * 60_000;

  it('is told of when it slept, and put away', async () => {
    const { fake } = await mountApp({ state: someState({ absence: { from, to, how: 'asleep' } }) });
    expect(await screen.findByRole('heading', { name: 'This tab was asleep for 3 hours 12 minutes' })).toBeTruthy();
    expect(screen.getByText(/the server keeps none/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'All right' }));
    await waitFor(() => expect(screen.queryByRole('heading', { name: /asleep/ })).toBeNull());
    expect(fake.argumentsOf('dismissAbsence')).toHaveLength(1);
  });

  it('is a line when it was closed', async () => {
    const { fake } = await mountApp({ state: someState({ absence: { from, to, how: 'closed' } }) });
    expect(await screen.findByText(/^Papertab was closed for 3 hours 12 minutes/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(fake.argumentsOf('dismissAbsence')).toHaveLength(1));
  });

  it('is explained when the browser had put the tab away', async () => {
    const { fake, platform } = await mountApp();
    platform.wasDiscarded = true;
    fake.say(someState({ absence: { from, to, how: 'closed' } }));
    expect(await screen.findByRole('heading', { name: /^The browser put this tab away/ })).toBeTruthy();
    expect(screen.getByText(/Always keep these sites active/)).toBeTruthy();
  });
});
