import { fireEvent, screen, waitFor } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { PapertabError } from '../../errors.ts';
import { mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

const open = { hash: '#/write' };

describe('a note', () => {
  it('is shown as paper while it is written, and printed', async () => {
    const { fake, platform } = await mountApp(open);
    const field = await screen.findByRole('textbox', { name: 'Your note' });
    const print = screen.getByRole<HTMLButtonElement>('button', { name: 'Print' });
    expect(print.disabled).toBe(true);
    fireEvent.input(field, { target: { value: 'Milk\nEggs' } });
    expect(await screen.findByText('1.3 cm of paper')).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: 'Huge' }));
    await waitFor(() => expect(platform.drawn.at(-1)).toContainEqual(expect.objectContaining({ size: 88 })));
    await waitFor(() => expect(print.disabled).toBe(false));
    fireEvent.click(print);
    await waitFor(() =>
      expect(fake.argumentsOf('print')[0]?.[1]).toEqual({ source: 'note', title: 'Milk', paperPrinter: 'screen' }),
    );
    await waitFor(() => expect(location.hash).toBe('#/'));
  });

  it('is kept when it could not be printed', async () => {
    const { fake, model } = await mountApp(open);
    fireEvent.input(await screen.findByRole('textbox', { name: 'Your note' }), { target: { value: 'Milk' } });
    fake.refusals.set('print', new PapertabError('storage-full'));
    const print = screen.getByRole<HTMLButtonElement>('button', { name: 'Print' });
    await waitFor(() => expect(print.disabled).toBe(false));
    fireEvent.click(print);
    expect(await screen.findByText('The browser’s storage is full.')).toBeTruthy();
    expect(model.draft.value).toBe('Milk');
    expect(location.hash).toBe('#/write');
  });

  it('is printed from the keyboard', async () => {
    const { fake } = await mountApp(open);
    const field = await screen.findByRole('textbox', { name: 'Your note' });
    fireEvent.input(field, { target: { value: 'Milk' } });
    await screen.findByText('1.3 cm of paper');
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(fake.argumentsOf('print')).toEqual([]);
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    await waitFor(() => expect(fake.argumentsOf('print')).toHaveLength(1));
  });

  it('that is too long is refused in words', async () => {
    const { platform } = await mountApp(open);
    platform.drawPaper = () => Promise.reject(new PapertabError('picture-size'));
    fireEvent.input(await screen.findByRole('textbox', { name: 'Your note' }), { target: { value: 'Milk' } });
    expect(await screen.findByText(/more than 1.2 metres of paper/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Print' }).disabled).toBe(true);
  });
});
