import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LogEntry } from '../../jobs/log-entry.ts';
import type { GattService } from '../../printers/transports/gatt-services.ts';
import { withPaperang } from '../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

/** Compiled before the first test, which would wait for it else. */
beforeAll(async () => {
  await Promise.all([import('../settings/settings-place.tsx'), import('./log-page.tsx')]);
}, 60_000);

afterEach(() => {
  vi.useRealTimers();
});

function entry(id: number, change: Partial<LogEntry> = {}): LogEntry {
  return { id, at: 1_700_000_000_000 + id, epoch: 3, kind: 'bridge', text: `line ${id}`, ...change };
}

const SOME = [
  entry(1, { kind: 'engine', text: 'began', epoch: 2 }),
  entry(2, { kind: 'bridge', text: 'connected' }),
  entry(3, { kind: 'printer', text: 'wrote', about: 'p2', hex: '02070001' }),
];

const SERVICES = [{ uuid: 'ff00', characteristics: [{ uuid: 'ff02', properties: ['write', 'notify'] }] }];

async function openLog(logged: readonly LogEntry[], services: readonly GattService[] = []): Promise<Mounted> {
  vi.spyOn(globalThis, 'scrollTo').mockReturnValue(undefined);
  const mounted = await mountApp({ state: withPaperang() });
  if (services.length > 0) mounted.platform.printers.gatt.set('p2', services);
  mounted.fake.logged = [...logged];
  location.hash = '#/settings/log';
  dispatchEvent(new Event('hashchange'));
  await screen.findByRole('heading', { name: 'Log' });
  return mounted;
}

const lines = (): string[] =>
  [...document.querySelectorAll('.log-entry .log-text')].map((line) => line.textContent.trim());

describe('the log', () => {
  it('is read newest first, with its bytes folded and names in place of ids', async () => {
    await openLog(SOME);
    await waitFor(() => expect(lines()).toEqual(['wrote Paperang_P24 bytes02 07 00 01', 'connected', 'began']));
    expect(document.querySelector<HTMLDetailsElement>('.log-hex')?.open).toBe(false);
    expect(screen.getByText('Engine 3 begins')).toBeTruthy();
    expect(screen.getByText(/Claim codes, secrets and keys are never in it/)).toBeTruthy();
  });

  it('shows one kind, or what has words or bytes in it', async () => {
    const { fake } = await openLog(SOME);
    fireEvent.click(await screen.findByRole('radio', { name: 'Printers' }));
    await waitFor(() => expect(fake.argumentsOf('log').at(-1)).toEqual([{ limit: 200, kinds: ['printer'] }]));
    fireEvent.click(screen.getByRole('radio', { name: 'All' }));
    const find = screen.getByRole('searchbox', { name: 'Find' });
    fireEvent.input(find, { target: { value: 'CONN' } });
    await waitFor(() => expect(lines()).toEqual(['connected']));
    fireEvent.input(find, { target: { value: '07 00' } });
    await waitFor(() => expect(lines()).toHaveLength(1));
    fireEvent.input(find, { target: { value: 'nowhere' } });
    expect(await screen.findByText('Not in the newest 3 entries.')).toBeTruthy();
  });

  it('follows what happens while it is live, and asks nothing while it is not or is left', async () => {
    const { fake } = await openLog(SOME);
    await waitFor(() => expect(lines()).toHaveLength(3));
    vi.useFakeTimers();
    fireEvent.click(screen.getByRole('switch', { name: 'Follow what happens' }));
    await vi.advanceTimersByTimeAsync(50);
    fireEvent.click(screen.getByRole('switch', { name: 'Follow what happens' }));
    await vi.advanceTimersByTimeAsync(50);
    fake.logged = [...fake.logged, entry(4)];
    await vi.advanceTimersByTimeAsync(2_100);
    expect(lines()[0]).toBe('line 4');
    fireEvent.click(screen.getByRole('switch', { name: 'Follow what happens' }));
    await vi.advanceTimersByTimeAsync(50);
    const asked = fake.argumentsOf('log').length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(fake.argumentsOf('log')).toHaveLength(asked);
  });

  it('shows older entries a page at a time', async () => {
    const { fake } = await openLog(Array.from({ length: 250 }, (_, i) => entry(i + 1)));
    await waitFor(() => expect(lines()).toHaveLength(200));
    fireEvent.click(screen.getByRole('button', { name: 'Show older' }));
    await waitFor(() => expect(lines()).toHaveLength(250));
    expect(fake.argumentsOf('log').at(-1)).toEqual([{ limit: 200, before: 51 }]);
    expect(await screen.findByText('That is all there is.')).toBeTruthy();
  });

  it('is copied and saved without what should not have been in it', async () => {
    const slip = 'claim vt4y-q4xv-7pe8-4fsy at https://device.li/3kq9x0zz';
    const { platform } = await openLog([...SOME, entry(9, { text: slip })], SERVICES);
    await waitFor(() => expect(lines()).toHaveLength(4));
    fireEvent.click(screen.getByRole('button', { name: 'Copy what is shown' }));
    await waitFor(() => expect(platform.copied[0]).toContain('claim … at https://device.li/…'));
    fireEvent.click(screen.getByRole('button', { name: 'Download all of it' }));
    await waitFor(() => expect(platform.saved).toHaveLength(1));
    const text = await platform.saved[0]!.content.text();
    expect(text).not.toMatch(/vt4y|3kq9x0zz/);
    expect(text).toContain('claim … at https://device.li/…');
    expect(text).toContain('02 07 00 01');
    expect(text).toContain('ff02 write notify');
    expect(text).toMatch(/^Engine: 3, in this tab$/m);
    expect(platform.saved[0]!.name).toMatch(/^papertab-log-.*\.txt$/);
  });

  it('is cleared on a second word', async () => {
    const { fake } = await openLog(SOME);
    await waitFor(() => expect(lines()).toHaveLength(3));
    fireEvent.click(screen.getByRole('button', { name: 'Clear the log' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Clear it' }));
    expect(await screen.findByText('Nothing has been written down yet.')).toBeTruthy();
    expect(fake.argumentsOf('clearLog')).toEqual([[]]);
  });

  it('says how things stand, with the services of the Bluetooth printer while it is connected', async () => {
    const { fake } = await openLog(SOME, SERVICES);
    const facts = within(document.querySelector<HTMLElement>('.log-facts')!);
    expect(facts.getByText(/connected since/)).toBeTruthy();
    await waitFor(() => expect(document.querySelector('.log-services')?.textContent).toBe('ff00\n  ff02 write notify'));
    expect(facts.queryByText(/vt4y/)).toBeNull();
    fake.say(withPaperang({ state: 'away' }));
    expect(await facts.findByText('Not connected now.')).toBeTruthy();
  });
});
