import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { EngineState } from '../../engine/api.ts';
import { someState, withOther, withPrinter } from '../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

async function open(state: EngineState): Promise<Mounted & { sheet: ReturnType<typeof within> }> {
  const mounted = await mountApp({ state });
  fireEvent.click(screen.getByRole('button', { name: /^Server .* Show details\.$/ }));
  return { ...mounted, sheet: within(await screen.findByRole('dialog', { name: 'Server' })) };
}

describe('the sheet of the server', () => {
  it('says how the claim of the Little Printer stands', async () => {
    const { sheet, fake } = await open(someState());
    expect(sheet.getByText('This printer is claimed here. Messages can come.')).toBeTruthy();
    fake.say(withPrinter(someState(), { claim: 'unclaimed' }));
    expect(await sheet.findByText('Nobody has claimed this printer on this server yet.')).toBeTruthy();
  });

  it('names each of several that is not claimed, as many as the chip counts', async () => {
    const { sheet, fake } = await open(withOther(someState(), { claim: 'unclaimed' }));
    expect(sheet.getByText('1 not claimed')).toBeTruthy();
    expect(sheet.getByText('Nobody has claimed Study on this server yet.')).toBeTruthy();
    expect(sheet.queryByText(/Messages can come|Kitchen/)).toBeNull();
    fake.say(withOther(someState(), { claim: 'key-mismatch' }));
    expect(await sheet.findByText('The server has another key for Study.')).toBeTruthy();
    fake.say(withOther(withPrinter(someState(), { claim: 'unknown' }), { claim: 'unclaimed' }));
    expect(await sheet.findByText('Not yet known whether somebody has claimed Kitchen.')).toBeTruthy();
    expect(sheet.getByText('Nobody has claimed Study on this server yet.')).toBeTruthy();
    fake.say(withOther(someState(), { claim: 'claimed' }));
    expect(await sheet.findByText('All Little Printers are claimed here. Messages can come.')).toBeTruthy();
    await waitFor(() => expect(sheet.queryByText(/for Study|claimed Study/)).toBeNull());
  });
});
