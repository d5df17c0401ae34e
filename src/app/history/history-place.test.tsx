import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import { someJob, withPaperang } from '../testing/fake-engine.ts';
import { mountApp, pretendLayout } from '../testing/mount-app.tsx';
import { historyWords } from './words.ts';

pretendLayout();

const note = someJob({ id: 2, origin: { kind: 'local', source: 'note', title: 'Milk' }, report: 'none' });

async function entryOf(name: string): Promise<ReturnType<typeof within>> {
  const heading = await screen.findByRole('heading', { name, level: 2 });
  return within(heading.closest('li')!);
}

describe('the history', () => {
  it('says what, when, from whom and how it stands', async () => {
    await mountApp({
      hash: '#/history',
      jobs: [note, someJob({ id: 3, state: 'failed', error: { code: 'job-picture' } })],
    });
    const milk = await entryOf('Milk');
    expect(milk.getByText('Printed · made here')).toBeTruthy();
    expect(milk.getByText('just now · 5.0 cm')).toBeTruthy();
    const message = await entryOf('A message');
    expect(message.getByText('Did not print · from the server')).toBeTruthy();
    expect(message.getByText(/The picture of this print is damaged/)).toBeTruthy();
  });

  it('says which printer it came out of, where there is more than the screen', async () => {
    await mountApp({
      hash: '#/history',
      state: withPaperang({ name: 'Desk' }),
      jobs: [{ ...note, paperPrinter: 'p2' }, someJob({ id: 3, paperPrinter: 'forgotten' })],
    });
    expect((await entryOf('Milk')).getByText('Printed · made here · Desk')).toBeTruthy();
    expect((await entryOf('A message')).getByText('Printed · from the server')).toBeTruthy();
  });

  it('prints again', async () => {
    const { fake } = await mountApp({ hash: '#/history', jobs: [note] });
    fireEvent.click((await entryOf('Milk')).getByRole('button', { name: 'Print again: Milk' }));
    await waitFor(() => expect(fake.argumentsOf('reprint')).toEqual([[2, { inverted: false }]]));
    expect(await screen.findByRole('heading', { name: 'Milk, printed again' })).toBeTruthy();
  });

  it('offers the negative of what is mostly black, and of nothing else', async () => {
    const { fake } = await mountApp({ hash: '#/history', jobs: [note, someJob({ id: 3, blackShare: 0.9 })] });
    expect((await entryOf('Milk')).queryByRole('button', { name: /Print inverted/ })).toBeNull();
    fireEvent.click((await entryOf('A message')).getByRole('button', { name: /Print inverted/ }));
    await waitFor(() => expect(fake.argumentsOf('reprint')).toEqual([[3, { inverted: true }]]));
  });

  it('saves the dots as PNG', async () => {
    const { platform } = await mountApp({ hash: '#/history', jobs: [note] });
    fireEvent.click((await entryOf('Milk')).getByRole('button', { name: 'Save as PNG: Milk' }));
    await waitFor(() => expect(platform.saved).toHaveLength(1));
    expect(platform.saved[0]?.name).toMatch(/^papertab-\d{4}-\d\d-\d\d-\d{4}\.png$/);
    const bytes = new Uint8Array(await platform.saved[0]!.content.arrayBuffer());
    expect([...bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  });

  it('deletes after it was asked whether it is meant', async () => {
    const { fake } = await mountApp({ hash: '#/history', jobs: [note] });
    const milk = await entryOf('Milk');
    fireEvent.click(milk.getByRole('button', { name: 'Delete: Milk' }));
    const keep = await milk.findByRole('button', { name: 'Keep it' });
    await waitFor(() => expect(document.activeElement).toBe(keep));
    fireEvent.click(keep);
    expect(fake.argumentsOf('remove')).toEqual([]);
    fireEvent.click(await milk.findByRole('button', { name: 'Delete: Milk' }));
    fireEvent.click(await milk.findByRole('button', { name: 'Delete' }));
    await waitFor(() => expect(fake.argumentsOf('remove')).toEqual([[2]]));
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Milk' })).toBeNull());
  });

  it('puts the focus on the next one after a deletion, and on the heading after the last', async () => {
    await mountApp({ hash: '#/history', jobs: [note, someJob({ id: 1 })] });
    for (const [name, next] of [
      ['Milk', 'Open: A message'],
      ['A message', undefined],
    ] as const) {
      const entry = await entryOf(name);
      fireEvent.click(entry.getByRole('button', { name: `Delete: ${name}` }));
      fireEvent.click(await entry.findByRole('button', { name: 'Delete' }));
      const target = next
        ? screen.getByRole('button', { name: next })
        : screen.getByRole('heading', { name: 'History', level: 1 });
      await waitFor(() => expect(document.activeElement).toBe(target));
    }
  });

  it('gives the focus back to the button that asked when the print is kept', async () => {
    await mountApp({ hash: '#/history', jobs: [note] });
    const milk = await entryOf('Milk');
    fireEvent.click(milk.getByRole('button', { name: 'Delete: Milk' }));
    fireEvent.click(await milk.findByRole('button', { name: 'Keep it' }));
    await waitFor(() => expect(document.activeElement).toBe(milk.getByRole('button', { name: 'Delete: Milk' })));
  });

  it('does not shout of what failed long ago', async () => {
    await mountApp({ hash: '#/history', jobs: [someJob({ id: 3, state: 'failed', error: { code: 'job-picture' } })] });
    await screen.findByText(/The picture of this print is damaged/);
    expect(within(screen.getByRole('list', { name: /Prints/ })).queryByRole('alert')).toBeNull();
  });

  it('says of a print that it was interrupted', async () => {
    await mountApp({ hash: '#/history', jobs: [someJob({ id: 3, interruptions: 1 })] });
    expect(await screen.findByText('Printed again from its start after an interruption.')).toBeTruthy();
  });

  it('says of a delivery that its sender takes it for lost', async () => {
    await mountApp({ hash: '#/history', jobs: [someJob({ id: 3, answered: false }), someJob({ id: 2 })] });
    expect(await screen.findAllByText(historyWords.unanswered)).toHaveLength(1);
  });

  it('lets a held delivery go to paper, and stops one that waits', async () => {
    const { fake, platform } = await mountApp({ hash: '#/history', jobs: [someJob({ id: 3, state: 'held' })] });
    fireEvent.click((await entryOf('A message')).getByRole('button', { name: 'Print' }));
    await waitFor(() => expect(fake.argumentsOf('release')).toEqual([[3]]));
    platform.time += 1_000;
    fireEvent.click(await screen.findByRole('button', { name: 'Cancel: A message' }));
    await waitFor(() => expect(fake.argumentsOf('cancel')).toEqual([[3]]));
    expect((await entryOf('A message')).getByText('Cancelled · from the server')).toBeTruthy();
  });

  it('takes a double click for one, and does not undo with its second half what the first one did', async () => {
    const jobs = [someJob({ id: 3, state: 'held' }), someJob({ id: 2, state: 'waiting' }), note];
    const { fake, platform } = await mountApp({ hash: '#/history', jobs: jobs.with(2, { ...note, id: 1 }) });
    const entry = (id: number) => within(document.querySelector<HTMLElement>(`[data-job="${id}"]`)!);
    await entryOf('Milk');
    fireEvent.click(entry(3).getByRole('button', { name: 'Print' }));
    fireEvent.click(await entry(3).findByRole('button', { name: 'Cancel: A message' }));
    fireEvent.click(entry(2).getByRole('button', { name: 'Cancel: A message' }));
    await waitFor(() => expect(entry(2).queryByRole('button', { name: 'Cancel: A message' })).toBeNull());
    fireEvent.click(entry(2).getByRole('button', { name: 'Print again: A message' }));
    const again = entry(1).getByRole('button', { name: 'Print again: Milk' });
    fireEvent.click(again);
    fireEvent.click(again);
    await waitFor(() => expect(fake.argumentsOf('reprint')).toEqual([[1, { inverted: false }]]));
    // What is clicked at another print is meant.
    expect(fake.argumentsOf('cancel')).toEqual([[2]]);
    platform.time += 1_000;
    fireEvent.click(entry(2).getByRole('button', { name: 'Print again: A message' }));
    await waitFor(() => expect(fake.argumentsOf('reprint')).toHaveLength(2));
  });

  it('shows older ones when asked to', async () => {
    const jobs = Array.from({ length: 25 }, (_, i) => someJob({ id: i + 1 }));
    await mountApp({ hash: '#/history', jobs });
    const count = () => screen.getAllByRole('listitem')[0]?.getAttribute('aria-setsize');
    await screen.findAllByRole('listitem');
    expect(count()).toBe('20');
    fireEvent.click(screen.getByRole('button', { name: 'Show older' }));
    await waitFor(() => expect(count()).toBe('25'));
    expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull();
  });

  it('has only what is in view on the page, and what has the focus', async () => {
    const jobs = Array.from({ length: 20 }, (_, i) => someJob({ id: i + 1, state: 'held' }));
    await mountApp({ hash: '#/history', jobs });
    const shown = () => screen.getAllByRole('listitem').map((entry) => Number(entry.getAttribute('data-job')));
    await waitFor(() => expect(shown()[0]).toBe(20));
    expect(shown().length).toBeLessThan(15);
    screen.getAllByRole('button', { name: 'Open: A message' })[0]?.focus();
    const list = screen.getByRole('list', { name: 'Prints, newest first' });
    vi.spyOn(list, 'getBoundingClientRect').mockReturnValue({ top: -9_000 } as DOMRect);
    fireEvent.scroll(window);
    await waitFor(() => expect(shown()).toEqual([20, 19]));
    const blank = [...list.querySelectorAll<HTMLElement>('.row-space')].map(({ style }) => style.blockSize);
    expect(blank).toEqual([`${18 * 184}px`]);
  });

  it('says so when there is nothing', async () => {
    await mountApp({ hash: '#/history' });
    expect(await screen.findByText(/Nothing here yet/)).toBeTruthy();
  });

  it('takes a double click in an opened print for one', async () => {
    const { fake, platform, model } = await mountApp({ jobs: [someJob({ id: 2, state: 'waiting' })] });
    model.sheet.value = { kind: 'print', id: 2 };
    const sheet = within(await screen.findByRole('dialog', { name: 'A message' }));
    fireEvent.click(sheet.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(sheet.queryByRole('button', { name: 'Cancel' })).toBeNull());
    fireEvent.click(sheet.getByRole('button', { name: 'Print again' }));
    expect([fake.argumentsOf('cancel'), fake.argumentsOf('reprint')]).toEqual([[[2]], []]);
    expect(model.sheet.value).toEqual({ kind: 'print', id: 2 });
    platform.time += 1_000;
    fireEvent.click(sheet.getByRole('button', { name: 'Print again' }));
    await waitFor(() => expect(fake.argumentsOf('reprint')).toEqual([[2, { inverted: false }]]));
  });

  it('opens a print with all that can be done with it', async () => {
    const { fake } = await mountApp({ hash: '#/history', jobs: [note] });
    fireEvent.click(await screen.findByRole('button', { name: 'Open: Milk' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Milk' }));
    expect(sheet.getByText('5.0 cm of paper, 384 × 400 dots')).toBeTruthy();
    fireEvent.click(sheet.getByRole('button', { name: 'Print inverted' }));
    await waitFor(() => expect(fake.argumentsOf('reprint')).toEqual([[2, { inverted: true }]]));
  });
});
