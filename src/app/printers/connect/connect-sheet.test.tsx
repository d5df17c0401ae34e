import { fireEvent, type queries, screen, waitFor, within } from '@testing-library/preact';
import { describe, expect, it } from 'vitest';
import { PapertabError } from '../../../errors.ts';
import { someFound } from '../../testing/fake-connector.ts';
import { somePaper, somePaperang, someState, withPapers } from '../../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../../testing/mount-app.tsx';

pretendLayout();

type Sheet = ReturnType<typeof within<typeof queries>>;

async function open(prepare: (mounted: Mounted) => void = () => {}): Promise<Mounted & { sheet: Sheet }> {
  const mounted = await mountApp();
  mounted.model.putAwayWelcome('db708b77ae2ee5b5');
  prepare(mounted);
  fireEvent.click(await screen.findByRole('button', { name: 'Connect a printer' }));
  return { ...mounted, sheet: within(await screen.findByRole('dialog', { name: 'Connect a printer' })) };
}

async function toList(sheet: Sheet, kind: RegExp): Promise<void> {
  fireEvent.click(await sheet.findByRole('button', { name: kind }));
  fireEvent.click(await sheet.findByRole('button', { name: 'Open the list' }));
}

/** The heading of the present step, once the focus is on it. */
async function step(sheet: Sheet, name: string | RegExp): Promise<void> {
  const heading = await sheet.findByRole('heading', { name, level: 3 });
  await waitFor(() => expect(document.activeElement).toBe(heading));
}

const ready = somePaperang({ id: 'paperang-p2', facts: { battery: 82, version: '1.2.7' } });

describe('connecting a Paperang', () => {
  it('goes from its kind over the browser’s list to a test page and to messages', async () => {
    const found = someFound();
    const { sheet, fake, platform } = await open(({ platform }) => {
      platform.printers.pick = found;
    });
    await step(sheet, 'What kind of printer is it?');
    fireEvent.click(await sheet.findByRole('button', { name: /A Paperang/ }));
    await step(sheet, 'Switch the Paperang on');
    expect(sheet.getByText(/begins with “Paperang”/)).toBeTruthy();
    expect(platform.printers.asked).toEqual([]);
    fireEvent.click(sheet.getByRole('button', { name: 'Open the list' }));
    await step(sheet, 'Connecting to Paperang_P2');
    expect(platform.printers.asked).toEqual(['known']);
    expect(fake.argumentsOf('addPaperPrinter')).toEqual([
      [{ name: 'Paperang_P2', model: 'paperang-p2', link: found.link, settings: {} }],
    ]);
    expect(found.adopted).toEqual(['paperang-p2']);

    fake.say(withPapers(ready));
    await step(sheet, 'Paperang_P2 is connected');
    expect(sheet.getByText('82%')).toBeTruthy();
    fireEvent.click(sheet.getByRole('button', { name: 'Print a test page' }));
    await step(sheet, 'Did it come out right?');
    await waitFor(() =>
      expect(fake.argumentsOf('print').map(([, local]) => local)).toEqual([
        { source: 'test', paperPrinter: 'paperang-p2' },
      ]),
    );
    const page = fake.argumentsOf('print')[0]?.[0] as { width: number; height: number; data: Uint8Array };
    expect(page.width).toBe(576);
    expect(page.data.length).toBe(page.height * 72);
    expect(page.height).toBeGreaterThan(200);
    expect(platform.drawn.flat()).toContainEqual(expect.objectContaining({ text: 'Width: 576 dots' }));

    const { id } = fake.stored.at(-1)!;
    fake.change(id, { state: 'printing', height: 200 });
    fake.emit({ type: 'progress', id, rows: 50, at: 0 });
    expect(await sheet.findByText('Printing, 25%')).toBeTruthy();
    fake.change(id, { state: 'printed' });
    expect(await sheet.findByText('All of it has been sent to the printer.')).toBeTruthy();
    fireEvent.click(sheet.getByRole('button', { name: 'Yes, it looks right' }));
    await step(sheet, 'Messages now come out here');
    fireEvent.click(sheet.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    // The card whose button opened the sheet is gone.
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Paper'));
  });

  it('shows what to look at when nothing was chosen, and then every device', async () => {
    const { sheet, platform, model } = await open();
    await toList(sheet, /A Paperang/);
    await step(sheet, 'Not in the list?');
    expect(sheet.getByText(/Close the maker’s app on every phone/)).toBeTruthy();
    expect(model.troubles.value).toEqual([]);
    platform.printers.pick = someFound({ name: 'Gerät', model: undefined } as never);
    fireEvent.click(sheet.getByRole('button', { name: 'Show all Bluetooth devices' }));
    await step(sheet, 'Which Paperang is it?');
    expect(sheet.getByText(/Only printers that speak as a Paperang does will print/)).toBeTruthy();
    expect(platform.printers.asked).toEqual(['known', 'all']);
    expect(sheet.getAllByRole('radio').map((radio) => radio.getAttribute('value'))).toEqual([
      'paperang-p1',
      'paperang-p2',
      'paperang-p2s',
    ]);
  });

  it('says why the list did not open', async () => {
    const { sheet } = await open(({ platform }) => {
      platform.printers.pick = new PapertabError('bluetooth-off');
    });
    await toList(sheet, /A Paperang/);
    expect(await sheet.findByText('Bluetooth is off.')).toBeTruthy();
    expect(sheet.getByRole('heading', { name: 'Switch the Paperang on' })).toBeTruthy();
  });

  it('says why it does not connect, tries again, and takes it back for another', async () => {
    const { sheet, fake, platform } = await open(({ platform }) => {
      platform.printers.pick = someFound();
    });
    await toList(sheet, /A Paperang/);
    await step(sheet, 'Connecting to Paperang_P2');
    fake.say(withPapers({ ...ready, state: 'away', needs: { code: 'printer-away' } }));
    await step(sheet, 'Paperang_P2 does not answer yet');
    fireEvent.click(sheet.getByRole('button', { name: 'Try now' }));
    await waitFor(() => expect(fake.argumentsOf('reach')).toEqual([['paperang-p2']]));
    fireEvent.click(sheet.getByRole('button', { name: 'Choose another one' }));
    await step(sheet, 'What kind of printer is it?');
    expect(fake.argumentsOf('forgetPaperPrinter')).toEqual([['paperang-p2']]);
    await waitFor(() => expect(platform.printers.forgotten).toEqual(['paperang-p2']));
    // Not on whichever other printer there is, but where they did before.
    await waitFor(() => expect(fake.argumentsOf('usePaperPrinter')).toEqual([['db708b77ae2ee5b5', 'screen']]));
  });

  it.each([
    ['printer-language', 'This printer is not supported yet', 'Messages stay on the screen'],
    ['printer-unsupported', 'This is not a printer that Papertab knows', 'Messages stay on the screen'],
    ['printer-language', 'This printer is not supported yet', 'Close'],
  ] as const)(
    'does not leave one behind that can never print (%s), but goes on as before: “%s”, “%s”',
    async (code, title, way) => {
      const { sheet, fake } = await open(({ platform }) => {
        platform.printers.pick = someFound();
      });
      await toList(sheet, /A Paperang/);
      await step(sheet, 'Connecting to Paperang_P2');
      fake.say(withPapers({ ...ready, state: 'away', needs: { code } }));
      await step(sheet, title);
      expect(sheet.queryByRole('button', { name: 'Try now' })).toBeNull();
      expect(sheet.getByRole('button', { name: 'Choose another one' })).toBeTruthy();
      fireEvent.click(sheet.getByRole('button', { name: way }));
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      await waitFor(() => expect(fake.argumentsOf('usePaperPrinter')).toEqual([['db708b77ae2ee5b5', 'screen']]));
      expect(fake.argumentsOf('forgetPaperPrinter')).toEqual([['paperang-p2']]);
    },
  );

  it('is kept when it is only away: it may be switched on later', async () => {
    const { sheet, fake } = await open(({ platform }) => {
      platform.printers.pick = someFound();
    });
    await toList(sheet, /A Paperang/);
    fake.say(withPapers({ ...ready, state: 'away', needs: { code: 'printer-away' } }));
    await step(sheet, 'Paperang_P2 does not answer yet');
    fireEvent.click(sheet.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(fake.argumentsOf('forgetPaperPrinter')).toEqual([]);
  });

  it('is not taken back where it was there before', async () => {
    const { sheet, fake } = await open(({ platform }) => {
      platform.printers.pick = someFound();
    });
    fake.say({ ...someState(), paperPrinters: [ready, somePaper()] });
    await toList(sheet, /A Paperang/);
    await step(sheet, 'Connecting to Paperang_P2');
    expect(sheet.queryByRole('button', { name: 'Choose another one' })).toBeNull();
  });
});

describe('connecting a receipt printer', () => {
  const found = someFound({ name: '', model: undefined, link: { transport: 'serial', vendor: 6790 } } as never);

  it('asks for its paper and its speed', async () => {
    const { sheet, fake, platform } = await open(({ platform }) => {
      platform.printers.pick = found;
    });
    await toList(sheet, /A receipt printer/);
    await step(sheet, 'What is it?');
    expect(platform.printers.asked).toEqual(['serial']);
    fireEvent.click(sheet.getByRole('radio', { name: /80 mm/ }));
    const speed = sheet.getByRole<HTMLSelectElement>('combobox', { name: /Speed/ });
    expect(speed.value).toBe('9600');
    fireEvent.change(speed, { target: { value: '19200' } });
    fireEvent.click(sheet.getByRole('button', { name: 'Connect' }));
    await waitFor(() =>
      expect(fake.argumentsOf('addPaperPrinter')).toEqual([
        [{ name: '', model: 'escpos-80', link: found.link, settings: { baudRate: 19_200 } }],
      ]),
    );
    await step(sheet, 'Connecting to Receipt printer, 80 mm');
  });

  it('asks for no speed of one that is paired by Bluetooth, or is a Paperang', async () => {
    const { sheet } = await open(({ platform }) => {
      platform.printers.pick = someFound({
        ...found,
        model: undefined,
        link: { transport: 'serial', serviceClass: '00001101' },
      } as never);
    });
    await toList(sheet, /A receipt printer/);
    await step(sheet, 'What is it?');
    expect(sheet.queryByRole('combobox')).toBeNull();
  });

  it('takes one up that is there already, for its port cannot be opened twice', async () => {
    const till = somePaper({
      id: 'till',
      name: 'Till',
      model: 'escpos-58',
      link: { transport: 'serial', vendor: 6790 },
    });
    const again = someFound({ name: '', model: undefined, link: found.link, owner: 'till' } as never);
    const { sheet, fake } = await open(({ platform }) => {
      platform.printers.pick = again;
    });
    fake.say({ ...someState(), paperPrinters: [till, somePaper()] });
    await toList(sheet, /A receipt printer/);
    await step(sheet, 'Till is connected');
    expect(again.adopted).toEqual(['till']);
    expect(fake.argumentsOf('reach')).toEqual([['till']]);
    expect(fake.argumentsOf('usePaperPrinter')).toEqual([['db708b77ae2ee5b5', 'till']]);
    expect(fake.argumentsOf('addPaperPrinter')).toEqual([]);
  });

  it('keeps what was chosen when it could not be stored', async () => {
    const { sheet, fake } = await open(({ platform, fake }) => {
      platform.printers.pick = found;
      fake.refusals.set('addPaperPrinter', new PapertabError('storage-full'));
    });
    await toList(sheet, /A receipt printer/);
    fireEvent.click(await sheet.findByRole('button', { name: 'Connect' }));
    expect(await sheet.findByText('The browser’s storage is full.')).toBeTruthy();
    fireEvent.click(sheet.getByRole('button', { name: 'Connect' }));
    await waitFor(() => expect(fake.argumentsOf('addPaperPrinter')).toHaveLength(2));
  });
});

describe('what this browser can do', () => {
  const blocked = (sheet: Sheet, name: RegExp): boolean =>
    sheet.getByRole<HTMLButtonElement>('button', { name }).disabled;

  it('is offered, and of the rest it is said why not and what would change that', async () => {
    const { sheet, platform } = await open(({ platform }) => {
      platform.printers.supported = { bluetooth: 'missing', serial: 'ready', hint: 'linux' };
    });
    expect(await sheet.findByText(/Chrome on Linux has it, behind a setting/)).toBeTruthy();
    expect([blocked(sheet, /A Paperang/), blocked(sheet, /A receipt printer/)]).toEqual([true, false]);
    expect(sheet.queryByRole('button', { name: /Something else/ })).toBeNull();
    fireEvent.click(sheet.getByRole('button', { name: 'Copy address' }));
    await waitFor(() => expect(platform.copied).toEqual(['chrome://flags/#enable-experimental-web-platform-features']));
  });

  it.each([
    ['missing', 'missing', /has no Bluetooth for pages/],
    ['insecure', 'ready', /Bluetooth only to pages that came over a secure connection/],
    ['off', 'ready', /Bluetooth is off/],
    ['ready', 'missing', /has no serial ports/],
    ['insecure', 'insecure', /only when it came over a secure connection/],
  ] as const)('has its own words for Bluetooth %s and serial %s', async (bluetooth, serial, words) => {
    const { sheet } = await open(({ platform }) => {
      platform.printers.supported = { bluetooth, serial };
    });
    expect(await sheet.findAllByText(words)).toHaveLength(1);
  });

  it('can be looked at again when what knows of it did not load', async () => {
    const { sheet, platform, model } = await open(({ platform }) => {
      platform.printers.support = () => Promise.reject(new Error('network'));
    });
    expect(await sheet.findByText(/This part is not here yet/)).toBeTruthy();
    expect(model.troubles.value).toEqual([]);
    platform.printers.support = async () => platform.printers.supported;
    fireEvent.click(sheet.getByRole('button', { name: 'Look again' }));
    expect(await sheet.findByRole('button', { name: /A Paperang/ })).toBeTruthy();
  });

  it('is looked at again when somebody comes back to the page', async () => {
    const { sheet, platform } = await open(({ platform }) => {
      platform.printers.supported = { bluetooth: 'off', serial: 'ready' };
    });
    await sheet.findByText(/Bluetooth is off/);
    platform.printers.supported = { bluetooth: 'ready', serial: 'ready' };
    dispatchEvent(new Event('focus'));
    await waitFor(() => expect(blocked(sheet, /A Paperang/)).toBe(false));
  });
});

describe('a test page that did not come out right', () => {
  async function wrong(pick: string, paper = ready): Promise<Mounted & { sheet: Sheet }> {
    const mounted = await mountApp({ state: withPapers(paper) });
    mounted.model.sheet.value = { kind: 'connect', printer: paper.id };
    const sheet: Sheet = within(await screen.findByRole('dialog', { name: 'Test page' }));
    await waitFor(() => expect(mounted.fake.argumentsOf('print')).toHaveLength(1));
    fireEvent.click(sheet.getByRole('button', { name: 'No' }));
    await step(sheet, 'What went wrong?');
    fireEvent.click(sheet.getByRole('button', { name: pick }));
    await step(sheet, pick);
    return { ...mounted, sheet };
  }

  const receipt = somePaper({ id: 'till', model: 'escpos-58', link: { transport: 'serial' } });

  it('is blank: first of all the paper may be the wrong way round', async () => {
    const { sheet } = await wrong('Paper came out, but it is blank');
    expect(sheet.getAllByRole('listitem')[0]?.textContent).toContain('the wrong way round');
    expect(sheet.getByRole('slider', { name: 'Darkness' })).toBeTruthy();
  });

  it('is garbage: the speed and the careful mode are right there', async () => {
    const { sheet, fake } = await wrong('Odd letters or garbage', receipt);
    fireEvent.change(sheet.getByRole('combobox', { name: /Speed/ }), { target: { value: '38400' } });
    fireEvent.click(sheet.getByRole('switch', { name: 'Careful mode' }));
    await waitFor(() =>
      expect(fake.argumentsOf('configurePaperPrinter')).toEqual([
        ['till', { settings: { baudRate: 38_400 } }],
        ['till', { settings: { careful: true } }],
      ]),
    );
    fireEvent.click(sheet.getByRole('button', { name: 'Print the test page again' }));
    await waitFor(() => expect(fake.argumentsOf('print')).toHaveLength(2));
  });

  it('says nothing of a speed that there is not', async () => {
    const paired = { ...receipt, link: { transport: 'serial', serviceClass: '00001101' } } as const;
    const { sheet } = await wrong('Odd letters or garbage', paired);
    expect(sheet.queryByText(/speed/)).toBeNull();
    expect(sheet.queryByRole('combobox')).toBeNull();
  });

  it('is told to whom it concerns: a Paperang has no careful mode, however it is connected', async () => {
    const paired = somePaperang({
      id: 'p1',
      model: 'paperang-p1',
      link: { transport: 'serial', serviceClass: '4353' },
    });
    const { sheet } = await wrong('Only a part of it came out', paired);
    expect(sheet.getByText(/The battery may be low/)).toBeTruthy();
    expect(sheet.queryByText(/careful mode/)).toBeNull();
  });

  it('is slanted: it may be another model, or another width', async () => {
    const { sheet, fake } = await wrong('It is slanted, or cut off at a side');
    fireEvent.change(sheet.getByRole('combobox', { name: 'Model' }), { target: { value: 'paperang-p1' } });
    await waitFor(() =>
      expect(fake.argumentsOf('configurePaperPrinter')).toEqual([['paperang-p2', { model: 'paperang-p1' }]]),
    );
  });

  it('is slanted on the narrow roll: the model is the cure, and brings its width along', async () => {
    const wide = somePaper({ id: 'till', model: 'escpos-80', link: { transport: 'serial' } });
    const { sheet, fake } = await wrong('It is slanted, or cut off at a side', wide);
    expect(sheet.getByRole('combobox', { name: 'Width of the print head' })).toBeTruthy();
    fireEvent.change(sheet.getByRole('combobox', { name: 'Model' }), { target: { value: 'escpos-58' } });
    await waitFor(() => expect(fake.argumentsOf('configurePaperPrinter')).toEqual([['till', { model: 'escpos-58' }]]));
  });

  it('is too pale: how dark it prints is right there, for those that can be told', async () => {
    const { sheet } = await wrong('It is too pale or too dark');
    expect(sheet.getByRole('slider', { name: 'Darkness' })).toBeTruthy();
  });

  it('is too pale, and the printer is set by itself', async () => {
    const { sheet } = await wrong('It is too pale or too dark', receipt);
    expect(sheet.queryByRole('slider')).toBeNull();
    expect(sheet.getByText(/is set at the printer/)).toBeTruthy();
  });

  it('has white lines: the head is wiped, and the careful mode is right there', async () => {
    const { sheet } = await wrong('White lines or streaks', receipt);
    expect(sheet.getByText(/wipe the head/)).toBeTruthy();
    expect(sheet.getByRole('switch', { name: 'Careful mode' })).toBeTruthy();
  });

  it('is right after all: the way back prints nothing again', async () => {
    const { sheet, fake } = await wrong('White lines or streaks');
    fireEvent.click(sheet.getByRole('button', { name: 'Something else went wrong' }));
    await step(sheet, 'What went wrong?');
    fireEvent.click(sheet.getByRole('button', { name: 'Back' }));
    await step(sheet, 'Did it come out right?');
    expect(sheet.getByRole('button', { name: 'Yes, it looks right' })).toBeTruthy();
    expect(fake.argumentsOf('print')).toHaveLength(1);
  });

  it('is nothing: the printer’s own page tells whether the connection is good', async () => {
    const { sheet, fake } = await wrong('Nothing came out');
    fireEvent.click(sheet.getByRole('button', { name: 'The printer’s own test page' }));
    await waitFor(() => expect(fake.argumentsOf('selfTest')).toEqual([['paperang-p2']]));
  });

  it('was cancelled, and is printed once more, however quickly that is asked for twice', async () => {
    const { fake, model } = await mountApp({ state: withPapers(ready) });
    model.sheet.value = { kind: 'connect', printer: ready.id };
    const sheet = within(await screen.findByRole('dialog', { name: 'Test page' }));
    await waitFor(() => expect(fake.stored).toHaveLength(1));
    fake.change(fake.stored[0]!.id, { state: 'cancelled' });
    const again = await sheet.findByRole('button', { name: 'Print the test page again' });
    fireEvent.click(again);
    await Promise.resolve();
    fireEvent.click(again);
    await step(sheet, 'Did it come out right?');
    await waitFor(() => expect(sheet.getByText('It is on its way to the printer.')).toBeTruthy());
    expect(fake.argumentsOf('print')).toHaveLength(2);
  });

  it('may not have been sent at all', async () => {
    const mounted = await mountApp({ state: withPapers(ready) });
    mounted.fake.refusals.set('print', new PapertabError('storage-full'));
    mounted.model.sheet.value = { kind: 'connect', printer: ready.id };
    const sheet = within(await screen.findByRole('dialog', { name: 'Test page' }));
    expect(await sheet.findByText('It did not print.')).toBeTruthy();
    fireEvent.click(sheet.getByRole('button', { name: 'Print the test page again' }));
    expect(await sheet.findByText('It is on its way to the printer.')).toBeTruthy();
  });
});
