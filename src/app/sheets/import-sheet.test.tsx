import { fireEvent, type queries, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { PapertabError } from '../../errors.ts';
import { someState, withPrinter } from '../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

/** The guide's own example, whose code belongs to another address. */
const BROKEN = '     address: db708b77ae2ee5b5\n      secret: 1011795836314\n  claim code: fojy-q4xv-7pe2-xt00\n';
const RIGHT = '     address: db708b77ae2ee5b5\n      secret: 1011795836314\n  claim code: vt4y-q4xv-7pe8-4fsy\n';

/** A printer that nobody has claimed: what a new browser has. */
const other = withPrinter(someState(), { deviceAddress: '0011223344556677', name: 'Kitchen', claim: 'unclaimed' });
const claimed = withPrinter(other, { claim: 'claimed' });

type Within = ReturnType<typeof within<typeof queries>>;

async function review(text: string, state = other): Promise<Mounted & { sheet: Within }> {
  const mounted = await mountApp({ state });
  mounted.model.sheet.value = { kind: 'import', text };
  return { ...mounted, sheet: within(await screen.findByRole('dialog')) };
}

describe('bringing in a printer', () => {
  it('shows what was read, and imports it only on the user’s word', async () => {
    const { sheet, fake } = await review(RIGHT);
    expect(sheet.getByText('db708b77ae2ee5b5')).toBeTruthy();
    expect(sheet.getByText('A printer must run in one place only')).toBeTruthy();
    expect(sheet.getByText(/“Kitchen” receives nothing any more/)).toBeTruthy();
    expect(sheet.queryByText(/belongs to another printer/)).toBeNull();
    expect(fake.argumentsOf('importPrinter')).toEqual([]);
    fireEvent.input(sheet.getByRole('textbox', { name: 'Name' }), { target: { value: 'Hall' } });
    fireEvent.click(sheet.getByRole('button', { name: 'Use this printer' }));
    await waitFor(() =>
      expect(fake.argumentsOf('importPrinter')).toEqual([
        [{ deviceAddress: 'db708b77ae2ee5b5', secret: 'eb93bb3d9a', name: 'Hall' }, '0011223344556677'],
      ]),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('explains a code of another printer, and shows the corrected one', async () => {
    const { sheet } = await review(BROKEN);
    expect(sheet.getByText('The claim code in this file belongs to another printer')).toBeTruthy();
    const codes = [...document.querySelectorAll('dialog .claim-code')].map((code) => code.textContent);
    expect(codes).toEqual(['fojy-q4xv-7pe2-xt00', 'vt4y-q4xv-7pe8-4fsy']);
    expect(sheet.getByRole('button', { name: 'Use it with the corrected code' })).toBeTruthy();
    expect(sheet.queryByRole('button', { name: 'Use this printer' })).toBeNull();
  });

  it('adds it beside one that is claimed, unless it is to take its place', async () => {
    const { sheet, fake } = await review(RIGHT, claimed);
    const add = sheet.getByRole<HTMLInputElement>('radio', { name: /beside what is here/ });
    expect(add.checked).toBe(true);
    expect(sheet.queryByRole('button', { name: /Save the file of/ })).toBeNull();
    fireEvent.click(sheet.getByRole('radio', { name: /takes the place of “Kitchen”/ }));
    expect(sheet.getByRole('button', { name: /Save the file of/ })).toBeTruthy();
    fireEvent.click(add);
    fireEvent.click(sheet.getByRole('button', { name: 'Use this printer' }));
    await waitFor(() => expect(fake.argumentsOf('importPrinter')[0]?.[1]).toBeUndefined());
  });

  it('is called so that it can be told from those beside it', async () => {
    const { sheet } = await review(RIGHT, withPrinter(claimed, { name: 'Little Printer' }));
    const name = (): string => sheet.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value;
    expect(name()).toBe('Little Printer 2');
    fireEvent.click(sheet.getByRole('radio', { name: /takes the place of/ }));
    expect(name()).toBe('Little Printer');
  });

  it('says beside it why it cannot be added, and lets it take the other’s place', async () => {
    const { sheet, fake } = await review(RIGHT, claimed);
    fake.refusals.set('importPrinter', new PapertabError('device-xor'));
    fireEvent.click(sheet.getByRole('button', { name: 'Use this printer' }));
    expect(await sheet.findByText('The two would be taken for one another.')).toBeTruthy();
    fireEvent.click(sheet.getByRole('radio', { name: /takes the place of “Kitchen”/ }));
    fireEvent.click(sheet.getByRole('button', { name: 'Use this printer' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.argumentsOf('importPrinter').map(([, replaces]) => replaces)).toEqual([undefined, '0011223344556677']);
  });

  it('leaves a backup to the sheet for backups', async () => {
    const { model } = await mountApp({ state: other });
    const file = new File([new Uint8Array([1])], 'papertab-2026-11-21.papertab');
    const event = new Event('drop', { bubbles: true, cancelable: true });
    Object.assign(event, { dataTransfer: { types: ['Files'], files: [file] } });
    document.body.dispatchEvent(event);
    await waitFor(() => expect(model.sheet.value).toEqual({ kind: 'restore', file }));
    expect(await screen.findByRole('heading', { name: 'Bring in a backup' })).toBeTruthy();
  });

  it('offers to save the present printer first', async () => {
    const { sheet, platform } = await review(RIGHT);
    fireEvent.click(sheet.getByRole('button', { name: 'Save the file of “Kitchen” first' }));
    await waitFor(() => expect(platform.saved.map(({ name }) => name)).toEqual(['0011223344556677.printer']));
  });

  it('does not replace a printer by itself', async () => {
    const { model } = await mountApp();
    model.sheet.value = { kind: 'import', text: RIGHT };
    expect(await screen.findByText('This printer is here already.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Use this printer' })).toBeNull();
  });

  it.each([
    ['no printer file', 'hello', 'The file names no printer'],
    ['one without a secret', 'address: db708b77ae2ee5b5', 'The file holds no usable secret'],
  ])('says what is wrong with %s, and takes another', async (_, text, title) => {
    const { sheet, model } = await review(text);
    expect(sheet.getByText(`${title}.`)).toBeTruthy();
    fireEvent.input(sheet.getByRole('textbox', { name: 'Or paste its text' }), { target: { value: RIGHT } });
    fireEvent.click(sheet.getByRole('button', { name: 'Read it' }));
    expect(await screen.findByText('Is this the one?')).toBeTruthy();
    expect(model.sheet.value).toMatchObject({ text: RIGHT });
  });

  it('takes a file that is chosen', async () => {
    const { model } = await mountApp({ state: other });
    model.sheet.value = { kind: 'import' };
    const picker = await screen.findByLabelText('Choose a file', { selector: 'input' });
    fireEvent.change(picker, { target: { files: [new File([RIGHT], 'kitchen.printer')] } });
    expect(await screen.findByText('Is this the one?')).toBeTruthy();
  });

  it('refuses what is far too large without reading it', async () => {
    const { model } = await mountApp({ state: other });
    model.sheet.value = { kind: 'import' };
    const picker = await screen.findByLabelText('Choose a file', { selector: 'input' });
    fireEvent.change(picker, { target: { files: [new File([new Uint8Array(300_000)], 'film.printer')] } });
    expect(await screen.findByText('This is not a printer file.')).toBeTruthy();
  });

  it('takes a printer file that is pasted anywhere, but not into a field', async () => {
    const { model } = await mountApp({ state: other });
    const paste = (target: EventTarget): void => {
      const event = new Event('paste', { bubbles: true });
      Object.assign(event, { clipboardData: { files: [], getData: () => RIGHT } });
      target.dispatchEvent(event);
    };
    const input = document.body.appendChild(document.createElement('input'));
    paste(input);
    expect(model.sheet.value).toBeUndefined();
    input.remove();
    paste(document.body);
    expect(model.sheet.value).toMatchObject({ kind: 'import', text: RIGHT });
  });

  it('takes a file that is dropped anywhere', async () => {
    const { model } = await mountApp({ state: other });
    const event = new Event('drop', { bubbles: true, cancelable: true });
    Object.assign(event, { dataTransfer: { types: ['Files'], files: [new File([RIGHT], 'kitchen.printer')] } });
    document.body.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    await waitFor(() => expect(model.sheet.value).toMatchObject({ kind: 'import', text: RIGHT }));
  });
});
