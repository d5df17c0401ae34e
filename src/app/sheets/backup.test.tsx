import { fireEvent, type queries, screen, waitFor, within } from '@testing-library/preact';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { BackupSummary } from '../../engine/api.ts';
import { PapertabError } from '../../errors.ts';
import { someOther, someState } from '../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

/** Compiled before the first test, which would wait for it else. */
beforeAll(async () => {
  await Promise.all([import('./sheets.tsx'), import('./backup-sheet.tsx'), import('./restore-sheet.tsx')]);
}, 60_000);

type Sheet = ReturnType<typeof within<typeof queries>>;

async function openSheet(kind: 'backup' | 'restore', state = someState()): Promise<Mounted & { sheet: Sheet }> {
  const mounted = await mountApp({ state });
  mounted.model.sheet.value = { kind };
  return { ...mounted, sheet: within(await screen.findByRole('dialog')) };
}

const aFile = (): File => new File([new Uint8Array([1, 2, 3])], 'papertab-2026-11-21.papertab');

describe('making a backup', () => {
  it('is locked with a passphrase unless that is switched off, and says what an open one means', async () => {
    const { sheet, fake, platform } = await openSheet('backup');
    platform.time = Date.UTC(2026, 10, 21, 12);
    const save = sheet.getByRole<HTMLButtonElement>('button', { name: 'Save the backup' });
    expect(save.disabled).toBe(true);
    expect(sheet.queryByText(/holds the secrets of your printers/)).toBeNull();
    fireEvent.click(sheet.getByRole('switch', { name: 'Lock it with a passphrase' }));
    expect(await sheet.findByText(/holds the secrets of your printers/)).toBeTruthy();
    fireEvent.click(save);
    await waitFor(() => expect(fake.argumentsOf('exportBackup')).toEqual([[{ history: false }]]));
    await waitFor(() => expect(platform.saved.map(({ name }) => name)).toEqual(['papertab-2026-11-21.papertab']));
    const end = await sheet.findByRole('heading', { name: 'The backup is saved.' });
    await waitFor(() => expect(document.activeElement).toBe(end));
    fireEvent.click(sheet.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('takes the history too, and says how strong the passphrase is', async () => {
    const { sheet, fake } = await openSheet('backup');
    const field = sheet.getByLabelText<HTMLInputElement>('Passphrase');
    fireEvent.input(field, { target: { value: 'abc' } });
    expect(await sheet.findByText(/Easily guessed/)).toBeTruthy();
    fireEvent.input(field, { target: { value: 'paper lantern otter seven' } });
    expect(await sheet.findByText(/Strong\./)).toBeTruthy();
    expect(field.type).toBe('password');
    fireEvent.click(sheet.getByRole('button', { name: 'Show' }));
    await waitFor(() => expect(field.type).toBe('text'));
    fireEvent.click(sheet.getByRole('switch', { name: 'The history too' }));
    fireEvent.click(sheet.getByRole('button', { name: 'Save the backup' }));
    await waitFor(() =>
      expect(fake.argumentsOf('exportBackup')).toEqual([[{ history: true, passphrase: 'paper lantern otter seven' }]]),
    );
  });

  it('stays open with the reason when it cannot be made', async () => {
    const { sheet, fake, platform } = await openSheet('backup');
    fake.refusals.set('exportBackup', new PapertabError('backup-size'));
    fireEvent.input(sheet.getByLabelText('Passphrase'), { target: { value: 'long enough' } });
    fireEvent.click(sheet.getByRole('button', { name: 'Save the backup' }));
    expect(await sheet.findByText('The backup is too large.')).toBeTruthy();
    expect(platform.saved).toEqual([]);
  });
});

describe('bringing in a backup', () => {
  const choose = (sheet: Sheet): void => {
    fireEvent.change(sheet.getByLabelText('Choose a file', { selector: 'input' }), { target: { files: [aFile()] } });
  };

  it('shows what is in it and what happens, and does it only on the user’s word', async () => {
    const { sheet, fake } = await openSheet('restore');
    fake.summary = {
      madeAt: 1_700_000_000_000,
      littlePrinters: [
        { deviceAddress: 'db708b77ae2ee5b5', name: 'Kitchen' },
        { deviceAddress: '1f2e3d4c5b6a7988', name: 'Study' },
      ],
      paperPrinters: ['Till'],
      prints: 318,
      unprinted: 2,
    };
    choose(sheet);
    expect(await sheet.findByText('318')).toBeTruthy();
    expect(sheet.getByText('is here already')).toBeTruthy();
    expect(sheet.getByText('The 2 messages that were not printed wait behind the button.')).toBeTruthy();
    expect(sheet.getByText('Close Papertab there, or both will fight over the messages.')).toBeTruthy();
    expect(fake.argumentsOf('importBackup')).toEqual([]);
    fireEvent.click(sheet.getByRole('button', { name: 'Bring it in' }));
    const end = await sheet.findByRole('heading', { name: 'Everything is here.' });
    await waitFor(() => expect(document.activeElement).toBe(end));
    expect(fake.argumentsOf('importBackup')).toEqual([[new Uint8Array([1, 2, 3]), undefined, false]]);
  });

  const backupOf = (settings: object): BackupSummary => ({
    madeAt: 1_700_000_000_000,
    littlePrinters: [{ deviceAddress: '1f2e3d4c5b6a7988', name: 'Study' }],
    paperPrinters: [],
    prints: 1,
    unprinted: 0,
    settings: { ...someState().settings, ...settings },
  });

  it('leaves the settings of a printer in use as they are, unless the user wants the others, and says what that means', async () => {
    const { sheet, fake } = await openSheet('restore');
    fake.summary = backupOf({ server: 'wss://far.example/api/v1/connection', keepPrints: 10 });
    choose(sheet);
    const its = await sheet.findByRole<HTMLInputElement>('switch', { name: 'Use its settings too' });
    expect(its.checked).toBe(false);
    expect(sheet.getByText(/^Server: far\.example instead of /)).toBeTruthy();
    expect(sheet.getByText('The history keeps 10 prints instead of 1,000.')).toBeTruthy();
    expect(sheet.getByText('What is more than that is deleted, the oldest first.')).toBeTruthy();
    fireEvent.click(its);
    await waitFor(() => expect(its.checked).toBe(true));
    fireEvent.click(sheet.getByRole('button', { name: 'Bring it in' }));
    await waitFor(() => expect(fake.argumentsOf('importBackup')).toEqual([[expect.anything(), undefined, true]]));
  });

  it('takes the settings along where nobody has claimed a printer yet', async () => {
    const { sheet, fake } = await openSheet('restore', someState({ littlePrinters: [someOther()] }));
    fake.summary = backupOf({ keepBytes: 1_000_000_000 });
    choose(sheet);
    expect((await sheet.findByRole<HTMLInputElement>('switch', { name: 'Use its settings too' })).checked).toBe(true);
    expect(sheet.queryByText(/^Server: /)).toBeNull();
    expect(sheet.queryByText(/is deleted/)).toBeNull();
    fireEvent.click(sheet.getByRole('button', { name: 'Bring it in' }));
    await waitFor(() => expect(fake.argumentsOf('importBackup')).toEqual([[expect.anything(), undefined, true]]));
  });

  it('does not ask where its settings are those here', async () => {
    const { sheet, fake } = await openSheet('restore');
    fake.summary = backupOf({});
    choose(sheet);
    await sheet.findByRole('button', { name: 'Bring it in' });
    expect(sheet.queryByRole('switch')).toBeNull();
  });

  it('asks for the passphrase only where there is one, and says so when it is another', async () => {
    const { sheet, fake } = await openSheet('restore');
    fake.refusals.set('readBackup', new PapertabError('backup-passphrase'));
    choose(sheet);
    const field = await sheet.findByLabelText('Passphrase');
    expect(sheet.queryByText(/does not open it/)).toBeNull();
    fake.refusals.set('readBackup', new PapertabError('backup-passphrase'));
    fireEvent.input(field, { target: { value: 'wrong' } });
    fireEvent.click(sheet.getByRole('button', { name: 'Open it' }));
    expect(await sheet.findByText('This passphrase does not open it.')).toBeTruthy();
    fireEvent.input(sheet.getByLabelText('Passphrase'), { target: { value: 'right' } });
    fireEvent.click(sheet.getByRole('button', { name: 'Open it' }));
    fireEvent.click(await sheet.findByRole('button', { name: 'Bring it in' }));
    await waitFor(() => expect(fake.argumentsOf('importBackup')).toEqual([[expect.anything(), 'right', false]]));
    expect(fake.argumentsOf('readBackup').map(([, passphrase]) => passphrase)).toEqual([undefined, 'wrong', 'right']);
  });

  it('does not read a file into memory that is too large to be one', async () => {
    const { sheet, fake } = await openSheet('restore');
    const huge = Object.defineProperty(aFile(), 'size', { value: 512 * 1024 * 1024 + 1 });
    const read = vi.spyOn(huge, 'arrayBuffer');
    fireEvent.change(sheet.getByLabelText('Choose a file', { selector: 'input' }), { target: { files: [huge] } });
    expect(await sheet.findByText('The backup is too large.')).toBeTruthy();
    expect(read).not.toHaveBeenCalled();
    expect(fake.argumentsOf('readBackup')).toEqual([]);
  });

  it('forgets a locked one for which another one was dropped while its passphrase was tried', async () => {
    const { sheet, fake, model } = await openSheet('restore');
    fake.refusals.set('readBackup', new PapertabError('backup-passphrase'));
    choose(sheet);
    fireEvent.input(await sheet.findByLabelText('Passphrase'), { target: { value: 'right' } });
    const { summary } = fake;
    let open = (_: BackupSummary): void => {};
    vi.spyOn(fake.engine, 'readBackup').mockReturnValueOnce(new Promise((resolve) => (open = resolve)));
    fireEvent.click(sheet.getByRole('button', { name: 'Open it' }));
    fake.summary = { ...summary, prints: 318 };
    model.sheet.value = { kind: 'restore', file: aFile() };
    expect(await sheet.findByText('318')).toBeTruthy();
    open(summary);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sheet.getByText('318')).toBeTruthy();
    fireEvent.click(sheet.getByRole('button', { name: 'Bring it in' }));
    await waitFor(() => expect(fake.argumentsOf('importBackup')).toEqual([[expect.anything(), undefined, false]]));
  });

  it('forgets a locked one that was put away while its passphrase was tried', async () => {
    const { sheet, fake } = await openSheet('restore');
    fake.refusals.set('readBackup', new PapertabError('backup-passphrase'));
    choose(sheet);
    fireEvent.input(await sheet.findByLabelText('Passphrase'), { target: { value: 'right' } });
    let open = (_: BackupSummary): void => {};
    vi.spyOn(fake.engine, 'readBackup').mockReturnValueOnce(new Promise((resolve) => (open = resolve)));
    fireEvent.click(sheet.getByRole('button', { name: 'Open it' }));
    fireEvent.click(sheet.getByRole('button', { name: 'Take another file' }));
    expect(await sheet.findByLabelText('Choose a file', { selector: 'input' })).toBeTruthy();
    open(fake.summary);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(sheet.queryByRole('button', { name: 'Bring it in' })).toBeNull();
  });

  it.each([
    ['backup-unreadable', 'This is not a backup, or it is damaged.'],
    ['backup-newer', 'This backup comes from a newer Papertab.'],
  ] as const)('takes another file after %s', async (code, title) => {
    const { sheet, fake } = await openSheet('restore');
    fake.refusals.set('readBackup', new PapertabError(code));
    choose(sheet);
    expect(await sheet.findByText(title)).toBeTruthy();
    choose(sheet);
    expect(await sheet.findByText('What is in it')).toBeTruthy();
  });

  it('changes nothing and says why when it cannot be brought in', async () => {
    const { sheet, fake } = await openSheet('restore');
    choose(sheet);
    fake.refusals.set('importBackup', new PapertabError('device-xor'));
    fireEvent.click(await sheet.findByRole('button', { name: 'Bring it in' }));
    expect(await sheet.findByText('The two would be taken for one another.')).toBeTruthy();
    expect(sheet.getByRole<HTMLButtonElement>('button', { name: 'Bring it in' }).disabled).toBe(false);
  });
});
