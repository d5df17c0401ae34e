import { fireEvent, type queries, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import type { PaperPrinterView } from '../../engine/api.ts';
import { PapertabError } from '../../errors.ts';
import { someJob, somePaper, somePaperang, someState, withPaperang, withPapers } from '../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

const till = somePaper({ id: 'till', name: 'Till', model: 'escpos-80', link: { transport: 'serial' } });

type Within = ReturnType<typeof within<typeof queries>>;

async function settingsOf(name: string, ...papers: readonly PaperPrinterView[]): Promise<Mounted & { card: Within }> {
  const jobs = [someJob({ id: 5, state: 'waiting', paperPrinter: 'p2' })];
  const mounted = await mountApp({ hash: '#/settings', state: withPapers(...papers), jobs });
  const heading = await screen.findByRole('heading', { name, level: 3 });
  return { ...mounted, card: within(heading.closest('article')!) };
}

describe('the paper printers in the settings', () => {
  it('are none at first, and one can be connected', async () => {
    const { model } = await mountApp({ hash: '#/settings', state: someState() });
    expect(await screen.findByText(/messages come out on this screen/)).toBeTruthy();
    fireEvent.click(within(screen.getByRole('main')).getByRole('button', { name: 'Connect a printer' }));
    expect(model.sheet.value).toEqual({ kind: 'connect' });
  });

  it('come to the top of the view when a link leads to them', async () => {
    const shown = vi.spyOn(Element.prototype, 'scrollIntoView').mockReturnValue(undefined);
    await mountApp({ hash: '#/settings/printers', state: someState() });
    const heading = await screen.findByRole('heading', { name: 'Printers' });
    await waitFor(() => expect(document.activeElement).toBe(heading));
    expect(shown.mock.contexts).toContain(heading);
    expect(shown).toHaveBeenCalledWith({ block: 'start' });
  });

  it('let messages come out on any of them', async () => {
    const { fake, card } = await settingsOf('Till', somePaperang(), till);
    expect(card.getByText('No messages come out here now.')).toBeTruthy();
    expect(screen.getByText('Messages for Kitchen come out here.')).toBeTruthy();
    fireEvent.click(card.getByRole('button', { name: 'Let messages come out here: Till' }));
    await waitFor(() => expect(fake.argumentsOf('usePaperPrinter')).toEqual([['db708b77ae2ee5b5', 'till']]));
  });

  it('have what their kind has, and nothing else', async () => {
    const { card } = await settingsOf('Paperang_P2', somePaperang(), till);
    expect(card.getByRole('slider', { name: 'Darkness' })).toBeTruthy();
    expect(card.queryByRole('combobox', { name: /Speed/ })).toBeNull();
    const receipt = within(screen.getByRole('heading', { name: 'Till', level: 3 }).closest('article')!);
    expect(receipt.queryByRole('slider')).toBeNull();
    expect(receipt.getByRole<HTMLSelectElement>('combobox', { name: /Width/ }).value).toBe('576');
    expect(receipt.getByText('Cut after a print')).toBeTruthy();
    expect(receipt.queryByRole('button', { name: /own test page/ })).toBeNull();
  });

  it('are renamed, set, and say when that fails', async () => {
    const { card, fake } = await settingsOf('Paperang_P2', somePaperang());
    const name = card.getByRole('textbox', { name: 'Name' });
    fireEvent.input(name, { target: { value: 'Desk' } });
    fireEvent.blur(name);
    const slider = card.getByRole<HTMLInputElement>('slider', { name: 'Darkness' });
    fireEvent.input(slider, { target: { value: '90' } });
    fireEvent.change(slider);
    fireEvent.click(card.getByRole('radio', { name: 'A little' }));
    await waitFor(() =>
      expect(fake.argumentsOf('configurePaperPrinter')).toEqual([
        ['p2', { name: 'Desk' }],
        ['p2', { settings: { density: 90 } }],
        ['p2', { settings: { extraFeed: 80 } }],
      ]),
    );
    fake.refusals.set('configurePaperPrinter', new PapertabError('printer-setting'));
    const awake = card.getByRole<HTMLInputElement>('switch', { name: 'Keep the printer awake' });
    fireEvent.click(awake);
    expect(await screen.findByText('The printer cannot be set to that.')).toBeTruthy();
    await waitFor(() => expect(awake.checked).toBe(false));
  });

  it('leave as much room above a face as is wanted', async () => {
    const { card, fake } = await settingsOf('Paperang_P2', somePaperang());
    expect(card.getByRole<HTMLInputElement>('radio', { name: 'Normal' }).checked).toBe(true);
    fireEvent.click(card.getByRole('radio', { name: 'Wide' }));
    await waitFor(() =>
      expect(fake.argumentsOf('configurePaperPrinter')).toEqual([['p2', { settings: { faceGap: 64 } }]]),
    );
    // One that no word is for is told by its length: 40 rows, enlarged by half, of 11.8 a millimetre.
    fake.say(withPaperang({ settings: { ...somePaperang().settings, faceGap: 40 } }));
    expect((await card.findByRole<HTMLInputElement>('radio', { name: '0.5 cm' })).checked).toBe(true);
  });

  it('say whether the printer agreed to stay awake', async () => {
    const settings = { ...somePaperang().settings, keepAwake: true };
    const { card, fake } = await settingsOf('Paperang_P2', somePaperang({ settings, facts: { keptAwake: true } }));
    expect(card.getByText('It has agreed.')).toBeTruthy();
    fake.say(withPaperang({ settings, facts: { keptAwake: false } }));
    expect(await card.findByText(/has not agreed/)).toBeTruthy();
  });

  it('print test pages, ours and their own', async () => {
    const { card, model, fake } = await settingsOf('Paperang_P2', somePaperang());
    fireEvent.click(card.getByRole('button', { name: 'The printer’s own test page' }));
    await waitFor(() => expect(fake.argumentsOf('selfTest')).toEqual([['p2']]));
    fireEvent.click(card.getByRole('button', { name: 'Print a test page: Paperang_P2' }));
    expect(model.sheet.value).toEqual({ kind: 'connect', printer: 'p2' });
  });

  it('are forgotten only after it was said where their prints go', async () => {
    const { card, fake, platform } = await settingsOf('Paperang_P2', somePaperang(), till);
    const forget = (): HTMLElement => card.getByRole('button', { name: 'Forget: Paperang_P2' });
    fireEvent.click(forget());
    const keep = await card.findByRole('button', { name: 'Keep it' });
    await waitFor(() => expect(document.activeElement).toBe(keep));
    expect(card.getByText(/The print that waits for it goes to: Till\./)).toBeTruthy();
    expect(card.getByText(/Messages then come out on: Till\./)).toBeTruthy();
    fireEvent.click(keep);
    await waitFor(() => expect(document.activeElement).toBe(forget()));
    fireEvent.click(forget());
    fireEvent.click(await card.findByRole('button', { name: 'Forget it' }));
    await waitFor(() => expect(fake.argumentsOf('forgetPaperPrinter')).toEqual([['p2']]));
    await waitFor(() => expect(platform.printers.forgotten).toEqual(['p2']));
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Printers'));
  });
});
