import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { someState, withPrinter } from '../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

/** The guide's own example, whose code belongs to another address. */
const BROKEN = '     address: db708b77ae2ee5b5\n      secret: 1011795836314\n  claim code: fojy-q4xv-7pe2-xt00\n';
const RIGHT = '     address: db708b77ae2ee5b5\n      secret: 1011795836314\n  claim code: vt4y-q4xv-7pe8-4fsy\n';

const other = withPrinter(someState(), { deviceAddress: '0011223344556677', name: 'Kitchen' });

async function review(text: string): Promise<Mounted & { sheet: ReturnType<typeof within> }> {
  const mounted = await mountApp({ state: other });
  mounted.model.sheet.value = { kind: 'import', text };
  return { ...mounted, sheet: within(await screen.findByRole('dialog')) };
}

describe('bringing in a printer', () => {
  it('shows what was read, and imports it only on the user’s word', async () => {
    const { sheet, fake } = await review(RIGHT);
    expect(sheet.getByText('db708b77ae2ee5b5')).toBeTruthy();
    expect(sheet.getByText('A printer must run in one place only')).toBeTruthy();
    expect(sheet.getByText(/takes the place of “Kitchen”/)).toBeTruthy();
    expect(sheet.queryByText(/belongs to another printer/)).toBeNull();
    expect(fake.argumentsOf('importPrinter')).toEqual([]);
    fireEvent.input(sheet.getByRole('textbox', { name: 'Name' }), { target: { value: 'Hall' } });
    fireEvent.click(sheet.getByRole('button', { name: 'Use this printer' }));
    await waitFor(() =>
      expect(fake.argumentsOf('importPrinter')).toEqual([
        [{ deviceAddress: 'db708b77ae2ee5b5', secret: 'eb93bb3d9a', name: 'Hall' }],
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

  it('offers to save the present printer first', async () => {
    const { sheet, platform } = await review(RIGHT);
    fireEvent.click(sheet.getByRole('button', { name: /Save the present one/ }));
    await waitFor(() => expect(platform.saved.map(({ name }) => name)).toEqual(['0011223344556677.printer']));
  });

  it('does not replace a printer by itself', async () => {
    const { model } = await mountApp();
    model.sheet.value = { kind: 'import', text: RIGHT };
    expect(await screen.findByText('This is the printer that this browser already is.')).toBeTruthy();
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
