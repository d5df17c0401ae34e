import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { EngineState } from '../../engine/api.ts';
import type { Job } from '../../jobs/job.ts';
import {
  someJob,
  somePaper,
  somePaperang,
  someState,
  withPaperang,
  withPapers,
  withPrinter,
} from '../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

async function open(
  state: EngineState,
  jobs: readonly Job[] = [],
): Promise<Mounted & { sheet: ReturnType<typeof within> }> {
  const mounted = await mountApp({ state, jobs });
  fireEvent.click(screen.getByRole('button', { name: /^Printer .* Show details\.$/ }));
  return { ...mounted, sheet: within(await screen.findByRole('dialog')) };
}

describe('the sheet of the printer', () => {
  it('offers to connect one where there is only the screen', async () => {
    const { sheet, model } = await open(someState());
    expect(sheet.getByRole('heading', { name: 'Paper on this screen' })).toBeTruthy();
    fireEvent.click(sheet.getByRole('button', { name: 'Connect a printer' }));
    expect(model.sheet.value).toEqual({ kind: 'connect' });
  });

  it('is closed by a tap beside it, but not by the end of a drag that began in it', async () => {
    const { sheet, model } = await open(someState());
    const dialog = screen.getByRole('dialog');
    fireEvent.pointerDown(sheet.getByRole('heading', { name: 'Paper on this screen' }));
    fireEvent.click(dialog);
    expect(model.sheet.value).toEqual({ kind: 'printer' });
    fireEvent.pointerDown(dialog);
    fireEvent.click(dialog);
    await waitFor(() => expect(model.sheet.value).toBeUndefined());
  });

  it('tells what the printer told, and how the others stand', async () => {
    const till = somePaper({
      id: 'till',
      name: 'Till',
      model: 'escpos-58',
      link: { transport: 'serial' },
      state: 'away',
    });
    const { sheet } = await open(withPapers(somePaperang({ facts: { battery: 12 }, batteryLow: true }), till));
    expect(sheet.getByRole('heading', { name: 'Paperang_P2' })).toBeTruthy();
    expect(sheet.getByText('12%')).toBeTruthy();
    expect(sheet.getByText(/battery is low/)).toBeTruthy();
    expect(within(sheet.getByRole('list', { name: 'Other printers' })).getByText('Away')).toBeTruthy();
    expect(sheet.getByRole('link', { name: 'Printer settings' }).getAttribute('href')).toBe('#/settings/printers');
  });

  it('cancels what prints, and sends it nowhere else while all is well', async () => {
    const job = someJob({ id: 4, state: 'printing', paperPrinter: 'p2' });
    const { sheet, fake } = await open(withPaperang({ state: 'printing' }), [job]);
    expect(sheet.getByText('Printing: A message')).toBeTruthy();
    expect(sheet.queryByRole('button', { name: 'Print on the screen instead' })).toBeNull();
    fireEvent.click(sheet.getByRole('button', { name: 'Cancel this print' }));
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[4]]));
  });

  it('says of one that is away that nothing is lost, and tries it', async () => {
    const { sheet, fake } = await open(withPaperang({ state: 'away', needs: { code: 'printer-away' } }));
    expect(sheet.getByText(/nothing is lost/)).toBeTruthy();
    expect(sheet.queryByText(/unplugged|cable/)).toBeNull();
    fireEvent.click(sheet.getByRole('button', { name: 'Try now' }));
    await waitFor(() => expect(fake.argumentsOf('reach')).toEqual([['p2']]));
  });

  it('does not say of one that is away that the Little Printer stays online when senders are told otherwise', async () => {
    const { sheet, fake } = await open(
      withPrinter(withPaperang({ state: 'away', needs: { code: 'printer-away' } }), { toldOffline: true }),
    );
    expect(sheet.getByText(/^Senders are told that it is offline/)).toBeTruthy();
    expect(sheet.queryByText(/stays online|nothing is lost/)).toBeNull();
    fake.say({
      ...withPaperang({ state: 'away', needs: { code: 'printer-away' } }),
      bridge: { phase: 'off' },
    });
    await waitFor(() => expect(sheet.queryByText(/^Senders are told/)).toBeNull());
    expect(sheet.queryByText(/stays online|nothing is lost/)).toBeNull();
  });

  it('speaks of a cable where there is one', async () => {
    const till = somePaper({ id: 'till', model: 'escpos-58', link: { transport: 'serial' }, state: 'away' });
    const { sheet } = await open(withPapers(till));
    expect(sheet.getByText(/switched off or unplugged/)).toBeTruthy();
  });
});
