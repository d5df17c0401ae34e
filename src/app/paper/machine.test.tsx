import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import type { EngineState } from '../../engine/api.ts';
import type { Job } from '../../jobs/job.ts';
import { someJob, someLittlePrinter, someOther, someState, withOther } from '../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

const kitchen = someLittlePrinter();
const study = someOther({ claim: 'claimed' });
const sentTo = (littlePrinter: string) => ({ kind: 'delivery', littlePrinter, printId: 1, face: false }) as const;
/** The machine as those find it who look for its button. */
const machine = () => within(screen.getByRole('region', { name: /the printer on this page/ }));
const button = (name: string) => machine().findByRole('button', { name });

/** A message on the head, and others that wait for the button. */
async function mountPrinting(
  held: number,
  state: EngineState = someState(),
  head: Partial<Job> = {},
): Promise<Mounted> {
  const waits = Array.from({ length: held }, (_, i) => someJob({ id: 2 + i, state: 'held' }));
  const mounted = await mountApp({ state, jobs: [...waits, someJob({ id: 1, ...head })] });
  mounted.fake.change(1, { state: 'printing' });
  return mounted;
}

describe('the button of the machine while something prints', () => {
  it('prints what waits, one message after the other, and cancels nothing', async () => {
    const { fake } = await mountPrinting(2);
    fireEvent.click(await button('Print the oldest of 2 waiting deliveries'));
    await waitFor(() => expect(fake.stored.find(({ id }) => id === 2)?.state).toBe('waiting'));
    fireEvent.click(await button('Print the waiting delivery'));
    await waitFor(() => expect(fake.stored.find(({ id }) => id === 3)?.state).toBe('waiting'));
    expect(fake.argumentsOf('pressButton')).toEqual([[kitchen.deviceAddress], [kitchen.deviceAddress]]);
    expect(fake.argumentsOf('cancel')).toEqual([]);
  });

  it('becomes the one that cancels when nothing waits any more, but not within a second of a press', async () => {
    const { fake, platform } = await mountPrinting(1);
    fireEvent.click(await button('Print the waiting delivery'));
    const cancel = await button('Cancel printing');
    fireEvent.click(cancel);
    platform.time += 999;
    fireEvent.click(cancel);
    expect(fake.argumentsOf('cancel')).toEqual([]);
    platform.time += 1;
    fireEvent.click(cancel);
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[1]]));
    expect(fake.argumentsOf('pressButton')).toHaveLength(1);
  });

  it('cancels what was made on this page', async () => {
    const { fake } = await mountPrinting(0, withOther(someState(), study), {
      origin: { kind: 'local', source: 'note' },
    });
    fireEvent.click(await button('Cancel printing'));
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[1]]));
  });

  it('leaves alone what prints for another Little Printer on the same paper', async () => {
    const state = withOther(someState(), study);
    const { fake } = await mountPrinting(0, state, { origin: sentTo(study.deviceAddress) });
    await screen.findByRole('progressbar');
    expect(machine().queryByRole('button', { name: 'Cancel printing' })).toBeNull();
    fireEvent.click(await button('Press the button'));
    await waitFor(() => expect(fake.argumentsOf('pressButton')).toEqual([[kitchen.deviceAddress]]));
    expect(fake.argumentsOf('cancel')).toEqual([]);
  });
});

describe('a double press', () => {
  it('of a button behind which nothing waits is one press', async () => {
    const { fake } = await mountApp();
    fireEvent.click(await button('Press the button'));
    await waitFor(() => expect(fake.stored).toHaveLength(1));
    fireEvent.click(await button('Press the button'));
    expect(fake.argumentsOf('pressButton')).toHaveLength(1);
    // What it brought is out: somebody wants to see more.
    fake.change(1, { state: 'printed' });
    fireEvent.click(await button('Press the button'));
    await waitFor(() => expect(fake.argumentsOf('pressButton')).toHaveLength(2));
  });

  it('of the one that cancels is one press', async () => {
    const { fake, platform } = await mountPrinting(0);
    fireEvent.click(await button('Cancel printing'));
    fireEvent.click(await button('Press the button'));
    expect(fake.argumentsOf('pressButton')).toEqual([]);
    platform.time += 1_000;
    fireEvent.click(await button('Press the button'));
    await waitFor(() => expect(fake.argumentsOf('pressButton')).toHaveLength(1));
  });

  it('that cancels does not cancel what prints next', async () => {
    const { fake, platform } = await mountPrinting(0);
    fireEvent.click(await button('Cancel printing: A message'));
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[1]]));
    fake.emit({ type: 'job', job: someJob({ id: 2, state: 'printing' }) });
    for (const name of ['Cancel printing: A message', 'Cancel printing']) fireEvent.click(await button(name));
    expect(fake.argumentsOf('cancel')).toHaveLength(1);
    platform.time += 1_000;
    fake.stored = [someJob({ id: 2, state: 'printing' })];
    fireEvent.click(await button('Cancel printing: A message'));
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[1], [2]]));
  });

  it('with a key that is kept down is one press', async () => {
    await mountApp({ jobs: [someJob({ id: 1, state: 'held' })] });
    const found = await button('Print the waiting delivery');
    expect(fireEvent.keyDown(found, { key: 'Enter' })).toBe(true);
    expect(fireEvent.keyDown(found, { key: 'Enter', repeat: true })).toBe(false);
    expect(fireEvent.keyDown(found, { key: 'Tab', repeat: true })).toBe(true);
  });
});

describe('what prints', () => {
  it('can be cancelled as long as it prints, whatever the button is for', async () => {
    const { fake } = await mountPrinting(2);
    fireEvent.click(await button('Cancel printing: A message'));
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[1]]));
    expect(fake.argumentsOf('pressButton')).toEqual([]);
  });

  it('says for whom it is where that is another Little Printer', async () => {
    const state = withOther(someState(), study);
    const { fake } = await mountPrinting(0, state, { origin: sentTo(study.deviceAddress) });
    fireEvent.click(await button('Cancel printing: A message · Study'));
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[1]]));
  });
});

describe('what waits for a button', () => {
  it('is said to come after what prints', async () => {
    await mountPrinting(2);
    expect(
      await screen.findByText(/The button prints the one that has waited longest. What prints now comes/),
    ).toBeTruthy();
  });

  it('is told apart where some of it is of no Little Printer that is here', async () => {
    const stray = someJob({ id: 1, state: 'held', origin: sentTo('0011223344556677') });
    await mountApp({ jobs: [someJob({ id: 2, state: 'held' }), stray] });
    expect(
      await screen.findByText(/^Somebody sent them .* One of them was kept for a Little Printer that is/),
    ).toBeTruthy();
  });

  it('is behind the first one where it is of no Little Printer that is here, and says why', async () => {
    const jobs = [
      someJob({ id: 2, state: 'held', origin: { kind: 'local', source: 'note' } }),
      someJob({ id: 1, state: 'held', origin: sentTo('0011223344556677') }),
    ];
    const { fake } = await mountApp({ state: withOther(someState(), study), jobs });
    const found = await button('Print the oldest of 2 waiting deliveries');
    expect(found.textContent).toBe('2');
    expect(machine().getByText('a delivery is waiting')).toBeTruthy();
    expect(screen.getByRole('heading', { name: '2 deliveries are waiting for Kitchen' })).toBeTruthy();
    expect(screen.getByText(/^They were kept for a Little Printer that is no longer here, or brought in/)).toBeTruthy();
    fireEvent.click(found);
    await waitFor(() => expect(fake.stored.find(({ id }) => id === 1)?.state).toBe('waiting'));
    fireEvent.change(screen.getByRole('combobox', { name: 'Little Printer' }), {
      target: { value: study.deviceAddress },
    });
    expect(await button('Press the button')).toBeTruthy();
  });
});
