import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { PapertabError } from '../../errors.ts';
import { type Bitmap, createBitmap } from '../../imaging/bitmap.ts';
import type { OpenPicture, RenderSettings } from '../../pictures/api.ts';
import { App } from '../app.tsx';
import { someState, withPaperang } from '../testing/fake-engine.ts';
import type { FakePlatform } from '../testing/fake-platform.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';
import { deskOf } from './picture-desk.ts';

pretendLayout();

/** A picture that renders what it is asked for at once, 240 rows long. */
class FakePicture implements OpenPicture {
  readonly width = 400;
  readonly height = 300;
  readonly asked: RenderSettings[] = [];
  closed = false;
  refusals: PapertabError[] = [];

  async render(settings: RenderSettings): ReturnType<OpenPicture['render']> {
    this.asked.push(settings);
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
    return createBitmap(settings.width, 240);
  }

  close(): void {
    this.closed = true;
  }
}

let opened: { file: Blob; picture: FakePicture }[] = [];
/** What the next files are refused with. */
let refusals: PapertabError[] = [];
/** Prepares the pictures that are opened next. */
let prepare: (picture: FakePicture) => void = () => {};

beforeEach(() => {
  opened = [];
  refusals = [];
  prepare = () => {};
});

function openPictures(platform: FakePlatform): void {
  const openPicture = async (file: Blob): Promise<OpenPicture> => {
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    const picture = new FakePicture();
    prepare(picture);
    opened.push({ file, picture });
    return picture;
  };
  Object.assign(platform, { openPicture });
}

async function mountWrite(state = someState()): Promise<Mounted> {
  const mounted = await mountApp({ hash: '#/write', state });
  openPictures(mounted.platform);
  fireEvent.click(await screen.findByRole('radio', { name: 'Picture' }));
  return mounted;
}

function aFile(name = 'cat.jpg', type = 'image/jpeg'): File {
  return new File(['a photo'], name, { type });
}

/** Chooses a file as the file dialog would. */
async function choose(file = aFile(), button = 'Choose a picture'): Promise<void> {
  const input = await screen.findByLabelText<HTMLInputElement>(button, { selector: 'input' });
  Object.defineProperty(input, 'files', { value: [file], configurable: true });
  fireEvent.change(input);
}

/** Chooses a file and waits until it lies on the paper. */
async function chooseAndSee(name = 'cat'): Promise<FakePicture> {
  await choose(aFile(`${name}.jpg`), opened.length === 0 ? undefined : 'Another picture');
  await screen.findByRole('img', { name: `${name}, as it will print: 3.0 cm of paper` });
  return opened.at(-1)!.picture;
}

const printButton = (): HTMLButtonElement => screen.getByRole<HTMLButtonElement>('button', { name: 'Print' });

describe('a picture of one’s own', () => {
  it('is chosen, shown as paper at the width of the head, and printed', async () => {
    const { fake } = await mountWrite();
    const picture = await chooseAndSee();
    expect(picture.asked.at(-1)).toMatchObject({ width: 384, turn: 0, kernel: 'floyd-steinberg', gamma: 1 });
    expect(screen.getByText('3.0 cm of paper')).toBeTruthy();
    fireEvent.click(printButton());
    await waitFor(() => expect(fake.argumentsOf('print')).toHaveLength(1));
    const [bitmap, local] = fake.argumentsOf('print')[0]!;
    expect(bitmap).toMatchObject({ width: 384, height: 240 });
    expect(local).toEqual({ source: 'picture', title: 'cat', paperPrinter: 'screen' });
    await waitFor(() => expect(location.hash).toBe('#/'));
  });

  it('changes with its sliders, without being opened again', async () => {
    await mountWrite();
    const picture = await chooseAndSee();
    fireEvent.input(screen.getByRole('slider', { name: 'Brightness' }), { target: { value: '40' } });
    fireEvent.input(screen.getByRole('slider', { name: 'Contrast' }), { target: { value: '-20' } });
    fireEvent.click(screen.getByRole('radio', { name: 'Crisp' }));
    await waitFor(() =>
      expect(picture.asked.at(-1)).toMatchObject({ brightness: 40, contrast: -20, kernel: 'atkinson' }),
    );
    expect(screen.getByRole('slider', { name: 'Brightness' }).getAttribute('aria-valuetext')).toBe('+40');
    expect(opened).toHaveLength(1);

    fireEvent.click(screen.getByRole('button', { name: 'Reset' }));
    await waitFor(() => expect(picture.asked.at(-1)).toMatchObject({ brightness: 0, kernel: 'floyd-steinberg' }));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Reset' }).disabled).toBe(true);
  });

  it('is rendered once for all that moves within a frame', async () => {
    await mountWrite();
    const picture = await chooseAndSee();
    const before = picture.asked.length;
    const slider = screen.getByRole('slider', { name: 'Middle tones' });
    for (const value of ['10', '20', '30', '40']) fireEvent.input(slider, { target: { value } });
    await waitFor(() => expect(picture.asked.at(-1)?.gamma).toBeCloseTo(3 ** 0.4));
    expect(picture.asked).toHaveLength(before + 1);
  });

  it('shows a level in black and white alone', async () => {
    await mountWrite();
    const picture = await chooseAndSee();
    expect(screen.queryByRole('slider', { name: 'How much is black' })).toBeNull();
    fireEvent.click(screen.getByRole('radio', { name: 'Hard edges' }));
    fireEvent.input(await screen.findByRole('slider', { name: 'How much is black' }), { target: { value: '64' } });
    await waitFor(() => expect(picture.asked.at(-1)).toMatchObject({ kernel: 'threshold', level: 64 }));
  });

  it('is turned', async () => {
    await mountWrite();
    const picture = await chooseAndSee();
    fireEvent.click(screen.getByRole('button', { name: 'Turn' }));
    await waitFor(() => expect(picture.asked.at(-1)?.turn).toBe(90));
  });

  it('prints as it looks when Print is pressed, even before the paper has caught up', async () => {
    const { fake, model } = await mountWrite();
    const picture = await chooseAndSee();
    deskOf(model).look.value = { ...deskOf(model).look.value, brightness: 70 };
    fireEvent.click(printButton());
    await waitFor(() => expect(fake.argumentsOf('print')).toHaveLength(1));
    expect(picture.asked.at(-1)).toMatchObject({ brightness: 70 });
    expect(fake.argumentsOf('print')[0]![0]).toBe(deskOf(model).shown.value?.bitmap);
  });

  it('stays while another place is visited, and is let go when another takes its place', async () => {
    const { model } = await mountWrite();
    const cat = await chooseAndSee();
    location.hash = '#/history';
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Turn' })).toBeNull());
    location.hash = '#/write';
    await screen.findByRole('img', { name: 'cat, as it will print: 3.0 cm of paper' });
    expect(cat.closed).toBe(false);

    const dog = await chooseAndSee('dog');
    expect(cat.closed).toBe(true);
    fireEvent.click(screen.getByRole('button', { name: 'Put it away' }));
    await screen.findByRole('button', { name: 'Choose a picture' });
    expect(dog.closed).toBe(true);
    expect(deskOf(model).subject.value).toBeUndefined();
  });

  it('belongs to its page alone', async () => {
    const { model } = await mountWrite();
    await chooseAndSee();
    cleanup();
    render(<App model={model} />);
    await screen.findByRole('img', { name: 'cat, as it will print: 3.0 cm of paper' });
    const other = await mountApp();
    expect(deskOf(other.model).subject.value).toBeUndefined();
  });
});

/** What the page is told while something is dragged over it or dropped on it. */
function drag(type: 'dragover' | 'drop', dataTransfer: object): void {
  const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer });
  document.body.dispatchEvent(event);
}

describe('a picture that comes in another way', () => {
  const files = (...list: File[]) => ({ files: list, types: ['Files'], items: [], getData: () => '' });

  it('is dropped anywhere, also at another place, and found among other files', async () => {
    const { platform, model } = await mountApp();
    openPictures(platform);
    drag('drop', files(aFile('notes.txt', 'text/plain'), aFile('dropped.png', 'image/png')));
    await screen.findByRole('img', { name: /^dropped, as it will print/ });
    expect(location.hash).toBe('#/write');
    expect(model.sheet.value).toBeUndefined();
  });

  it('says what will happen while it is dragged', async () => {
    await mountApp();
    drag('dragover', { ...files(), items: [{ kind: 'file', type: 'image/png' }] });
    expect(await screen.findByText('Drop the picture anywhere')).toBeTruthy();
    drag('dragover', { ...files(), items: [{ kind: 'file', type: '' }] });
    expect(await screen.findByText('Drop the file anywhere')).toBeTruthy();
  });

  it('is pasted, also while a note is written, and has no title', async () => {
    const { platform, fake } = await mountApp({ hash: '#/write' });
    openPictures(platform);
    const note = await screen.findByRole('textbox', { name: 'Your note' });
    fireEvent.paste(note, { clipboardData: files(aFile('image.png', 'image/png')) });
    await screen.findByRole('img', { name: /^Your picture, as it will print/ });
    fireEvent.click(printButton());
    await waitFor(() => expect(fake.argumentsOf('print')).toHaveLength(1));
    expect(fake.argumentsOf('print')[0]![1]).toEqual({ source: 'picture', paperPrinter: 'screen' });
  });

  it('is pasted as a file, of which some systems give the name as a text', async () => {
    const { platform } = await mountApp();
    openPictures(platform);
    const clipboardData = { ...files(aFile('cat.png', 'image/png')), getData: () => 'cat.png' };
    fireEvent.paste(document.body, { clipboardData });
    await screen.findByRole('img', { name: /^cat, as it will print/ });
  });

  it('is not taken from a pasted text that brings a picture of itself', async () => {
    const { platform } = await mountApp({ hash: '#/write' });
    openPictures(platform);
    const note = await screen.findByRole('textbox', { name: 'Your note' });
    fireEvent.paste(note, { clipboardData: { ...files(aFile('image.png', 'image/png')), getData: () => 'Milk' } });
    // What comes after it comes alone.
    drag('drop', files(aFile('dropped.png', 'image/png')));
    await screen.findByRole('img', { name: /^dropped, as it will print/ });
    expect(opened).toHaveLength(1);
  });

  it('leaves printer files to the import', async () => {
    const { platform, model } = await mountApp();
    openPictures(platform);
    drag('drop', files(aFile('kitchen.printer', '')));
    await waitFor(() => expect(model.sheet.value?.kind).toBe('import'));
    expect(opened).toEqual([]);
  });
});

describe('a picture that is to be printed while another takes its place', () => {
  it('is not printed, and neither is the other one', async () => {
    let answer = (_: Bitmap | undefined): void => {};
    const { model, fake } = await mountWrite();
    const first = await chooseAndSee();
    first.render = () => new Promise((resolve) => (answer = resolve));
    fireEvent.click(screen.getByRole('button', { name: 'Turn' }));
    fireEvent.click(printButton());
    await chooseAndSee('dog');
    answer(undefined);
    await waitFor(() => expect(printButton().disabled).toBe(false));
    expect(fake.argumentsOf('print')).toEqual([]);
    expect(model.troubles.value).toEqual([]);
  });
});

describe('a picture that cannot be used', () => {
  it.each([
    [new PapertabError('picture-file', 'HEIC'), /HEIC.*JPEG/],
    [new PapertabError('picture-file', 'unknown'), /no picture.*JPEG, PNG/],
    [new PapertabError('picture-file', 'unreadable'), /could not be read.*once more/],
    [new PapertabError('picture-file', 'PNG'), /this PNG file.*damaged/],
    [new PapertabError('picture-file-size', '9 bytes'), /too large.*64 MB/],
    [new PapertabError('pictures-lost'), /slipped away.*Try again/],
  ])('for %s says what to do', async (refusal, said) => {
    await mountWrite();
    refusals = [refusal];
    await choose();
    await waitFor(() => expect(document.querySelector('.picture-trouble')?.textContent).toMatch(said));
    await choose();
    await screen.findByRole('img', { name: /^cat, as it will print/ });
    expect(document.querySelector('.picture-trouble')).toBeNull();
  });

  it('leaves the one that is there', async () => {
    await mountWrite();
    const cat = await chooseAndSee();
    refusals = [new PapertabError('picture-file', 'unknown')];
    await choose(aFile('odd.xyz', ''), 'Another picture');
    await waitFor(() => expect(document.querySelector('.picture-trouble')?.textContent).toContain('no picture'));
    expect(cat.closed).toBe(false);
    expect(printButton().disabled).toBe(false);
  });

  it('because it would be too long can be turned', async () => {
    await mountWrite();
    prepare = (picture) => picture.refusals.push(new PapertabError('picture-size', '20000 rows'));
    await choose();
    await waitFor(() => expect(document.querySelector('.picture-trouble')?.textContent).toContain('125.0 cm'));
    expect(printButton().disabled).toBe(true);
    fireEvent.click(screen.getByRole('button', { name: 'Turn' }));
    await screen.findByRole('img', { name: /^cat, as it will print/ });
    expect(document.querySelector('.picture-trouble')).toBeNull();
    expect(printButton().disabled).toBe(false);
  });

  it('because its worker died is rendered by another without a word; if that dies too, it can be tried again', async () => {
    await mountWrite();
    const lost = new PapertabError('pictures-lost');
    const picture = await chooseAndSee();
    picture.refusals.push(lost);
    fireEvent.click(screen.getByRole('radio', { name: 'Crisp' }));
    await waitFor(() => expect(picture.asked.filter(({ kernel }) => kernel === 'atkinson')).toHaveLength(2));
    expect(document.querySelector('.picture-trouble')).toBeNull();

    picture.refusals.push(lost, lost);
    fireEvent.click(screen.getByRole('radio', { name: 'Smooth' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    await screen.findByRole('img', { name: /^cat, as it will print/ });
  });

  it('is kept when it could not be printed', async () => {
    const { fake } = await mountWrite();
    const picture = await chooseAndSee();
    fake.refusals.set('print', new PapertabError('storage-full'));
    fireEvent.click(printButton());
    expect(await screen.findByText('The browser’s storage is full.')).toBeTruthy();
    expect(picture.closed).toBe(false);
    expect(location.hash).toBe('#/write');
  });

  it('of two taken in a row, the later stays, whichever is opened first', async () => {
    const { platform, model } = await mountWrite();
    const answers: ((picture: OpenPicture) => void)[] = [];
    Object.assign(platform, { openPicture: () => new Promise<OpenPicture>((resolve) => answers.push(resolve)) });
    const desk = deskOf(model);
    const [early, late] = [new FakePicture(), new FakePicture()];
    const both = [desk.take(aFile('early.png')), desk.take(aFile('late.png'))];
    answers[1]!(late);
    answers[0]!(early);
    await Promise.all(both);
    expect(desk.subject.value?.title).toBe('late');
    expect([early.closed, late.closed]).toEqual([true, false]);
  });
});

describe('where there are several paper printers', () => {
  it('it is made for the one that messages come out on, unless another is chosen', async () => {
    const { fake } = await mountWrite(withPaperang());
    const picture = await chooseAndSeeWide();
    expect(picture.asked.at(-1)).toMatchObject({ width: 576 });
    const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Print on' });
    expect([...select.options].map(({ text }) => text)).toEqual(['Paperang_P2', 'Paper on this screen']);
    expect(select.value).toBe('p2');
    fireEvent.change(select, { target: { value: 'screen' } });
    await waitFor(() => expect(picture.asked.at(-1)).toMatchObject({ width: 384 }));
    await waitFor(() => expect(printButton().disabled).toBe(false));
    fireEvent.click(printButton());
    await waitFor(() => expect(fake.argumentsOf('print')).toHaveLength(1));
    expect(fake.argumentsOf('print')[0]).toEqual([
      expect.objectContaining({ width: 384 }),
      { source: 'picture', title: 'cat', paperPrinter: 'screen' },
    ]);
  });

  it('notes go to the one chosen, too', async () => {
    const { fake } = await mountApp({ hash: '#/write', state: withPaperang() });
    fireEvent.input(await screen.findByRole('textbox', { name: 'Your note' }), { target: { value: 'Milk' } });
    fireEvent.change(screen.getByRole('combobox', { name: 'Print on' }), { target: { value: 'screen' } });
    await waitFor(() => expect(printButton().disabled).toBe(false));
    fireEvent.click(printButton());
    await waitFor(() => expect(fake.argumentsOf('print')).toHaveLength(1));
    expect(fake.argumentsOf('print')[0]![1]).toMatchObject({ source: 'note', paperPrinter: 'screen' });
  });

  it('is not asked for where there is one', async () => {
    await mountWrite();
    await chooseAndSee();
    expect(screen.queryByRole('combobox', { name: 'Print on' })).toBeNull();
  });

  /** The head of the P2 has 11.8 dots a millimetre. */
  async function chooseAndSeeWide(): Promise<FakePicture> {
    await choose();
    await screen.findByRole('img', { name: 'cat, as it will print: 2.0 cm of paper' });
    return opened.at(-1)!.picture;
  }
});
