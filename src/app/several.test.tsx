import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { onTwoPapers, someJob, someLittlePrinter, someOther } from './testing/fake-engine.ts';
import { mountApp, pretendLayout } from './testing/mount-app.tsx';

pretendLayout();

const kitchen = someLittlePrinter();
const study = someOther({ paperPrinter: 'p2', claim: 'claimed' });
const several = onTwoPapers(study);
const sentTo = (littlePrinter: string) => ({ kind: 'delivery', littlePrinter, printId: 1, face: false }) as const;

describe('several Little Printers', () => {
  it('are switched on the label of the machine, which then shows the paper of the other one', async () => {
    const jobs = [
      someJob({ id: 2, origin: sentTo(study.deviceAddress), paperPrinter: 'p2' }),
      someJob({ id: 1, origin: sentTo(kitchen.deviceAddress) }),
    ];
    await mountApp({ state: several, jobs });
    const onTheDesk = () => screen.getAllByRole('listitem').map((piece) => piece.getAttribute('data-job'));
    const choice = await screen.findByRole<HTMLSelectElement>('combobox', { name: 'Little Printer' });
    expect(onTheDesk()).toEqual(['1']);
    fireEvent.change(choice, { target: { value: study.deviceAddress } });
    await waitFor(() => expect(onTheDesk()).toEqual(['2']));
    expect(screen.getByRole('region', { name: 'Study, the printer on this page' })).toBeTruthy();
  });

  it('have each a button of their own, and one that holds something is not hidden', async () => {
    const jobs = [someJob({ id: 2, state: 'held', origin: sentTo(study.deviceAddress) })];
    const { fake } = await mountApp({ state: several, jobs });
    const machine = within(screen.getByRole('region', { name: 'Kitchen, the printer on this page' }));
    expect(machine.getByRole('button', { name: 'Press the button' })).toBeTruthy();
    expect(machine.getByText('Another Little Printer wants something.')).toBeTruthy();
    expect(machine.getByRole('option', { name: 'Study · 1 waiting' })).toBeTruthy();
    expect(await screen.findByRole('heading', { name: 'A delivery is waiting for Study' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Print it' }));
    await waitFor(() => expect(fake.argumentsOf('pressButton')).toEqual([[study.deviceAddress]]));
  });

  it('are named on the card of the one that is to be claimed', async () => {
    const state = { ...several, littlePrinters: [kitchen, { ...study, claim: 'unclaimed' as const }] };
    await mountApp({ state });
    expect(await screen.findByRole('heading', { name: 'Claim Study' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Server 1 not claimed. Show details.' })).toBeTruthy();
  });

  it('are told apart in the history, which can show one of them only', async () => {
    const jobs = [
      someJob({ id: 3, origin: { kind: 'local', source: 'note', title: 'Milk' }, report: 'none' }),
      someJob({ id: 2, origin: sentTo(study.deviceAddress), paperPrinter: 'p2', interruptions: 1 }),
      someJob({ id: 1, origin: sentTo(kitchen.deviceAddress) }),
    ];
    await mountApp({ state: several, jobs, hash: '#/history' });
    expect(await screen.findByText('Printed · from the server · for Study · Paperang_P2')).toBeTruthy();
    expect(screen.getByText('Printed again from its start after an interruption.')).toBeTruthy();
    const shown = () => screen.getAllByRole('listitem').map((entry) => entry.getAttribute('data-job'));
    expect(shown()).toEqual(['3', '2', '1']);
    const filter = screen.getByRole('combobox', { name: 'Show' });
    fireEvent.change(filter, { target: { value: study.deviceAddress } });
    await waitFor(() => expect(shown()).toEqual(['2']));
    fireEvent.change(filter, { target: { value: 'local' } });
    await waitFor(() => expect(shown()).toEqual(['3']));
  });

  it('are looked for in older pages until one is found', async () => {
    const jobs = [
      someJob({ id: 1, origin: sentTo(study.deviceAddress) }),
      ...Array.from({ length: 60 }, (_, i) => someJob({ id: i + 2, origin: sentTo(kitchen.deviceAddress) })),
    ];
    await mountApp({ state: several, jobs, hash: '#/history' });
    fireEvent.change(await screen.findByRole('combobox', { name: 'Show' }), { target: { value: study.deviceAddress } });
    expect(await screen.findByText('Nothing of that among these.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show older' }));
    await waitFor(() =>
      expect(screen.getAllByRole('listitem').map((it) => it.getAttribute('data-job'))).toEqual(['1']),
    );
  });
});
