import { cleanup, fireEvent, type queries, screen, waitFor, within } from '@testing-library/preact';
import { beforeAll, describe, expect, it } from 'vitest';
import { PapertabError } from '../../errors.ts';
import { createBitmap } from '../../imaging/bitmap.ts';
import type { Job } from '../../jobs/job.ts';
import { someJob, someOther, someState, withOther, withPaperang, withPrinter } from '../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

/** Compiled before the first test, which would wait for it else. */
beforeAll(async () => {
  await Promise.all([import('./settings-place.tsx'), import('../printers/faces/face-picker.tsx')]);
}, 60_000);

const open = { hash: '#/settings' };
const two = withOther(someState());
const old = { deviceAddress: '0011223344556677', name: 'Hall', claimCode: '6xwh-441j-8115-zyrh', retiredAt: 1 };

type Within = ReturnType<typeof within<typeof queries>>;

async function cardOf(
  name: string,
  state = someState(),
  jobs: readonly Job[] = [],
): Promise<Mounted & { card: Within }> {
  const mounted = await mountApp({ ...open, state, jobs });
  const heading = await screen.findByRole('heading', { name, level: 3 });
  return { ...mounted, card: within(heading.closest('article')!) };
}

describe('a Little Printer in the settings', () => {
  it('says how it stands with its code', async () => {
    const { card, fake } = await cardOf('Kitchen');
    expect(card.getByText('Claimed')).toBeTruthy();
    expect(card.getByText('db708b77ae2ee5b5')).toBeTruthy();
    fake.say(withPrinter(someState(), { claim: 'unclaimed', toldOffline: true }));
    expect(await card.findByText('Not claimed yet')).toBeTruthy();
    expect(card.getByText(/Senders are told that it is offline/)).toBeTruthy();
  });

  it('gets another name, but never none', async () => {
    const { fake } = await mountApp(open);
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' });
    fireEvent.input(field, { target: { value: '  ' } });
    fireEvent.blur(field);
    await waitFor(() => expect(field.value).toBe('Kitchen'));
    fireEvent.input(field, { target: { value: 'Hall ' } });
    fireEvent.blur(field);
    await waitFor(() =>
      expect(fake.argumentsOf('configureLittlePrinter')).toEqual([['db708b77ae2ee5b5', { name: 'Hall' }]]),
    );
    expect(await screen.findByText('Name saved.')).toBeTruthy();
  });

  it('shows what went wrong with its file', async () => {
    const { fake } = await mountApp(open);
    fake.refusals.set('printerFile', new PapertabError('storage-failed'));
    const place = within(screen.getByRole('main'));
    fireEvent.click(await place.findByRole('button', { name: 'Save printer file' }));
    expect(await screen.findByText('The browser’s storage does not work.')).toBeTruthy();
  });

  it('prints on any paper printer, also on that of another', async () => {
    const state = withPaperang();
    const shared = withOther(state, { paperPrinter: 'p2' });
    const { card, fake } = await cardOf('Study', shared);
    const paper = card.getByRole<HTMLSelectElement>('combobox', { name: 'Prints on' });
    expect(paper.value).toBe('p2');
    expect(card.getByText(/Also used by Kitchen/)).toBeTruthy();
    fireEvent.change(paper, { target: { value: 'screen' } });
    await waitFor(() => expect(fake.argumentsOf('usePaperPrinter')).toEqual([[someOther().deviceAddress, 'screen']]));
  });

  it('tells senders that it is offline only where that is wanted, and what that means', async () => {
    const { card, fake } = await cardOf('Kitchen');
    const offline = card.getByRole('switch', { name: /offline while its paper is away/ });
    expect(card.getByText(/wait here until the paper is back/)).toBeTruthy();
    fireEvent.click(offline);
    await waitFor(() =>
      expect(fake.argumentsOf('configureLittlePrinter')).toEqual([['db708b77ae2ee5b5', { offlineWhenAway: true }]]),
    );
    fake.say(withPrinter(someState(), { offlineWhenAway: true }));
    expect(await card.findByText(/the server turns their messages away/)).toBeTruthy();
  });

  it('gets another identity only after it was said what that means', async () => {
    const { card, fake } = await cardOf('Kitchen');
    fireEvent.click(card.getByRole('button', { name: 'Reset: Kitchen' }));
    const leave = await card.findByRole('button', { name: 'Leave it as it is' });
    await waitFor(() => expect(document.activeElement).toBe(leave));
    expect(card.getByText(/claim it again/)).toBeTruthy();
    expect(fake.argumentsOf('resetLittlePrinter')).toEqual([]);
    fireEvent.click(card.getByRole('button', { name: 'Reset it' }));
    await waitFor(() => expect(fake.argumentsOf('resetLittlePrinter')).toEqual([['db708b77ae2ee5b5']]));
  });

  it('says before that how many messages wait for its button, and where they wait then', async () => {
    const sentTo = (littlePrinter: string) => ({ kind: 'delivery', littlePrinter, printId: 1, face: false }) as const;
    const jobs = [
      someJob({ id: 2, state: 'held' }),
      someJob({ id: 1, state: 'held' }),
      someJob({ id: 3, state: 'held', origin: sentTo(someOther().deviceAddress) }),
    ];
    const ask = async (action: string, name: string, state = withOther(someState())): Promise<string> => {
      const { card } = await cardOf(name, state, jobs);
      fireEvent.click(card.getByRole('button', { name: `${action}: ${name}` }));
      const text = (await card.findByRole('group', { name: /\?$/ })).textContent ?? '';
      cleanup();
      return text;
    };
    expect(await ask('Remove', 'Kitchen')).toContain(
      '2 messages wait for its button. They are kept, and then wait for the button of Study.',
    );
    expect(await ask('Reset', 'Kitchen')).toContain('and then wait for the same button');
    const study = '1 message waits for its button. It is kept, and then waits for the button of Kitchen.';
    expect(await ask('Remove', 'Study')).toContain(study);
    expect(await ask('Reset', 'Study')).toContain(study);
    expect(await ask('Remove', 'Kitchen', someState())).toContain('then wait for the button of the new one.');
  });

  it('is forgotten for good on a second word, and its file can be saved before', async () => {
    const { card, fake, platform } = await cardOf('Kitchen');
    fireEvent.click(card.getByRole('button', { name: 'Remove: Kitchen' }));
    expect(await card.findByText(/nothing brings it back but its printer file/)).toBeTruthy();
    expect(card.getByText(/a new one is made in its place/)).toBeTruthy();
    fireEvent.click(card.getByRole('button', { name: 'Save its file first' }));
    await waitFor(() => expect(platform.saved.map(({ name }) => name)).toEqual(['db708b77ae2ee5b5.printer']));
    fireEvent.click(card.getByRole('button', { name: 'Forget it for good' }));
    await waitFor(() => expect(fake.argumentsOf('forgetLittlePrinter')).toEqual([['db708b77ae2ee5b5']]));
  });
});

describe('the face of a Little Printer', () => {
  it('is one of those drawn here or none, and that of the server once there is one', async () => {
    const { card, fake } = await cardOf('Kitchen');
    const faces = within(await card.findByRole('group', { name: 'Face' }));
    expect(faces.getByRole<HTMLInputElement>('radio', { name: 'No face' }).checked).toBe(true);
    expect(faces.getAllByRole('radio')).toHaveLength(7);
    expect(faces.queryByRole('button', { name: 'Print it' })).toBeNull();
    fireEvent.click(faces.getByRole('radio', { name: 'Moss' }));
    await waitFor(() =>
      expect(fake.argumentsOf('configureLittlePrinter')).toEqual([['db708b77ae2ee5b5', { face: 'moss' }]]),
    );
    fake.say(withPrinter(someState(), { hasPersonality: true }));
    expect(await faces.findByRole('radio', { name: 'The server’s own' })).toBeTruthy();
  });

  it('is tried on the paper that it belongs to, as wide as its head', async () => {
    const { card, fake } = await cardOf('Kitchen', withPrinter(withPaperang(), { face: 'pip' }));
    fireEvent.click(await card.findByRole('button', { name: 'Print it' }));
    await waitFor(() =>
      expect(fake.argumentsOf('print')).toEqual([
        [
          expect.objectContaining({ width: 576 }),
          { source: 'picture', title: 'Pip, to try it out', paperPrinter: 'p2' },
        ],
      ]),
    );
  });

  it('can be seen when it is the server’s', async () => {
    const state = withPrinter(someState(), { face: 'server', hasPersonality: true });
    const { fake, card } = await cardOf('Kitchen', state);
    await waitFor(() => expect(fake.argumentsOf('face').length).toBeGreaterThan(0));
    expect(card.queryByRole('button', { name: 'Print it' })).toBeNull();
    fake.faceShown = createBitmap(384, 120);
    fake.say(withPrinter(state, { face: 'none' }));
    await waitFor(() => expect(card.getByRole<HTMLInputElement>('radio', { name: 'No face' }).checked).toBe(true));
    fake.say(state);
    fireEvent.click(await card.findByRole('button', { name: 'Print it' }));
    await waitFor(() => expect(fake.argumentsOf('print')[0]?.[0]).toMatchObject({ width: 384, height: 120 }));
  });
});

describe('several Little Printers', () => {
  it('have a card each, and another one is made with nothing but a name', async () => {
    const { fake } = await mountApp({ ...open, state: someState() });
    fireEvent.click(await screen.findByRole('button', { name: 'Add another Little Printer' }));
    const name = await screen.findByRole('textbox', { name: 'What shall it be called?' });
    await waitFor(() => expect(document.activeElement).toBe(name));
    fireEvent.input(name, { target: { value: ' Study ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Add it' }));
    await waitFor(() => expect(fake.argumentsOf('addLittlePrinter')).toEqual([['Study']]));
    expect(await screen.findAllByText('Study is here. Claim it with its own code.')).toBeTruthy();
    fake.say(two);
    expect(await screen.findByRole('heading', { name: 'Study', level: 3 })).toBeTruthy();
    const codes = [...document.querySelectorAll('.little-printer .claim-code')].map((code) => code.textContent);
    expect(codes).toEqual(['vt4y-q4xv-7pe8-4fsy', '6xwh-441j-8115-zyrh']);
  });

  it('are told apart where no name is given', async () => {
    const { fake } = await mountApp({ ...open, state: withPrinter(someState(), { name: 'Little Printer' }) });
    fireEvent.click(await screen.findByRole('button', { name: 'Add another Little Printer' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Add it' }));
    await waitFor(() => expect(fake.argumentsOf('addLittlePrinter')).toEqual([['Little Printer 2']]));
  });

  it('say when none can be made', async () => {
    const { fake } = await mountApp({ ...open, state: someState() });
    fake.refusals.set('addLittlePrinter', new PapertabError('storage-full'));
    fireEvent.click(await screen.findByRole('button', { name: 'Add another Little Printer' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Add it' }));
    expect(await screen.findByText('The browser’s storage is full.')).toBeTruthy();
    expect(fake.argumentsOf('addLittlePrinter')).toEqual([['Little Printer']]);
  });
});

describe('Little Printers that were put aside', () => {
  it('are not spoken of while there are none', async () => {
    await cardOf('Kitchen');
    expect(screen.queryByText('Kept from before')).toBeNull();
  });

  it('are taken back, unless they would be taken for one that is here', async () => {
    const { fake } = await cardOf('Kitchen', someState({ retired: [old] }));
    fake.refusals.set('restoreLittlePrinter', new PapertabError('device-xor'));
    const back = screen.getByRole('button', { name: 'Take it back: Hall' });
    fireEvent.click(back);
    expect(await screen.findByText('The two would be taken for one another.')).toBeTruthy();
    fireEvent.click(back);
    expect(await screen.findAllByText('Hall is a Little Printer here again.')).toBeTruthy();
    expect(fake.argumentsOf('restoreLittlePrinter')).toEqual([[old.deviceAddress], [old.deviceAddress]]);
  });

  it('are forgotten for good on a second word', async () => {
    const { fake } = await cardOf('Kitchen', someState({ retired: [old] }));
    fireEvent.click(screen.getByRole('button', { name: 'Forget for good: Hall' }));
    const keep = await screen.findByRole('button', { name: 'Keep it' });
    await waitFor(() => expect(document.activeElement).toBe(keep));
    expect(fake.argumentsOf('forgetLittlePrinter')).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Forget it for good' }));
    await waitFor(() => expect(fake.argumentsOf('forgetLittlePrinter')).toEqual([[old.deviceAddress]]));
  });

  it('give their file before, and say beside it when they cannot', async () => {
    const { fake, platform } = await cardOf('Kitchen', someState({ retired: [old] }));
    fireEvent.click(screen.getByRole('button', { name: 'Forget for good: Hall' }));
    const save = await screen.findByRole('button', { name: 'Save its file first' });
    fake.refusals.set('printerFile', new PapertabError('storage-failed'));
    fireEvent.click(save);
    const note = await screen.findByText('The browser’s storage does not work.');
    expect(note.closest('.retired-printer')).not.toBeNull();
    fireEvent.click(save);
    await waitFor(() => expect(platform.saved.map(({ name }) => name)).toEqual([`${old.deviceAddress}.printer`]));
    expect(screen.queryByText('The browser’s storage does not work.')).toBeNull();
  });
});
