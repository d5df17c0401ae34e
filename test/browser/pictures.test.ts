import { Buffer } from 'node:buffer';
import type { Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { words } from '../../src/app/words.ts';
import { pictureWords } from '../../src/app/write/picture-words.ts';
import { writeWords } from '../../src/app/write/words.ts';
import { type Bitmap, isBlack } from '../../src/imaging/bitmap.ts';
import { launchBrowser, type TestBrowser } from './chromium.ts';
import { readCanvas, readDrawnPicture, readJobs, readStoredPicture } from './paper.ts';
import { openAndClaim, pieceOf, waitForDeliveries } from './papertab-page.ts';
import { draw, drawPhoto, drawStripes, gifFile, jpegFile, pngFile, svgFile, type TestFile } from './picture-files.ts';
import { PreviewServer } from './preview-server.ts';
import { RecordingProxy } from './recording-proxy.ts';
import { SiriusClient } from './sirius-client.ts';
import { waitFor } from './wait.ts';

const say = pictureWords;
/** A heartbeat is due every 10 s; the server takes a printer as offline after 60 s. */
const MOST_BETWEEN_HEARTBEATS_MS = 30_000;

let server: PreviewServer;
let proxy: RecordingProxy;
let client: SiriusClient;
let key: string;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  server = await PreviewServer.start();
  proxy = await RecordingProxy.start(server.origin);
  browser = await launchBrowser();
  page = browser.page;
  client = new SiriusClient(proxy.origin);
  key = await openAndClaim(page, proxy.origin, client);
  // What it says of itself on the first visit is out before anything else is printed.
  await waitFor('the greeting', async () => (await readJobs(page)).some(({ state }) => state === 'printed'), 30_000);
});

afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await server?.close();
});

async function goToPictures(): Promise<void> {
  await page.getByRole('link', { name: words.places.write, exact: true }).click();
  await page.getByRole('radio', { name: writeWords.ways.picture }).check();
}

/** No picture lies there. */
async function beginAnew(): Promise<void> {
  await goToPictures();
  const clear = page.getByRole('button', { name: say.clear });
  if (await clear.isVisible()) await clear.click();
  await page.getByRole('button', { name: say.choose }).waitFor();
}

async function choose(file: TestFile): Promise<void> {
  const dialog = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: new RegExp(`^(${say.choose}|${say.another})$`) }).click();
  await (await dialog).setFiles({ ...file });
}

/** Chooses a picture and returns the dots of its preview. */
async function chooseAndSee(file: TestFile): Promise<Bitmap> {
  await choose(file);
  return seeDots();
}

function preview() {
  return page.locator('.preview-paper canvas');
}

function seeDots(): Promise<Bitmap> {
  return readCanvas(preview());
}

/** Waits until the preview shows other dots than these, and returns them. */
async function seeOtherDots(than: Bitmap): Promise<Bitmap> {
  return waitFor('other dots', async () => {
    const dots = await seeDots();
    const same = dots.height === than.height && Buffer.from(dots.data).equals(than.data);
    return same ? undefined : dots;
  });
}

/** The share of black between two columns and two rows, all as shares of the picture. */
function shareOf(bitmap: Bitmap, [left, right]: readonly number[], [top, bottom]: readonly number[]): number {
  let black = 0;
  let all = 0;
  for (let y = Math.round(top! * bitmap.height); y < bottom! * bitmap.height; y++) {
    for (let x = Math.round(left! * bitmap.width); x < right! * bitmap.width; x++) {
      all++;
      if (isBlack(bitmap, x, y)) black++;
    }
  }
  return black / all;
}

/** Without the middle, where what is resized blends. */
const LEFT = [0, 0.48];
const RIGHT = [0.52, 1];
const WHOLE = [0, 1];

/** Black on the left, white on the right. */
function drawHalves(width: number, height: number) {
  return drawStripes(width, height, [0, 255]);
}

async function workerNamed(name: string): Promise<Worker | undefined> {
  for (const worker of page.workers()) {
    if ((await worker.evaluate(() => self.name).catch(() => '')) === name) return worker;
  }
  return undefined;
}

function picturesWorker(): Promise<Worker> {
  return waitFor('the pictures worker', () => workerNamed('papertab-pictures'));
}

/** How many pictures the worker has decoded. */
async function countDecoded(): Promise<number> {
  const worker = await picturesWorker();
  return worker.evaluate(() => performance.getEntriesByName('papertab-picture-decoded').length);
}

async function setSlider(name: string, value: number): Promise<void> {
  await page.getByRole('slider', { name }).fill(String(value));
}

describe('pictures of every kind', () => {
  beforeEach(beginAnew);

  it('a photo stands upright as its camera was held', async () => {
    // Stored lying: what is left in the file is above on the paper.
    const dots = await chooseAndSee(jpegFile(drawHalves(160, 80), 'upright.jpg', 6));
    expect([dots.width, dots.height]).toEqual([384, 768]);
    expect(shareOf(dots, WHOLE, LEFT)).toBeGreaterThan(0.99);
    expect(shareOf(dots, WHOLE, RIGHT)).toBeLessThan(0.01);
  });

  it('what is transparent is white, and half of it is half of the light', async () => {
    const canvas = draw(300, 100, (context) => {
      context.fillStyle = 'rgb(0 0 0 / 50%)';
      context.fillRect(100, 0, 100, 100);
      context.fillStyle = '#000';
      context.fillRect(200, 0, 100, 100);
    });
    const dots = await chooseAndSee(pngFile(canvas));
    expect([dots.width, dots.height]).toEqual([384, 128]);
    expect(shareOf(dots, [0, 0.31], WHOLE)).toBe(0);
    // Half of white's light is the grey 188 of sRGB.
    expect(shareOf(dots, [0.36, 0.64], WHOLE)).toBeCloseTo(1 - 188 / 255, 1);
    expect(shareOf(dots, [0.69, 1], WHOLE)).toBe(1);
  });

  it('a drawing in SVG is drawn at the dots of the head, and fetches nothing', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const dots = await chooseAndSee(
      svgFile(`<?xml version="1.0"?>
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">
          <style>.ink { fill: #000 }</style>
          <image href="${server.origin}/icons/icon-192.png" width="20" height="10"/>
          <rect class="ink" width="10" height="10"/>
          <foreignObject x="12" y="2" width="5" height="5"><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>
        </svg>`),
    );
    expect([dots.width, dots.height]).toEqual([384, 192]);
    expect(shareOf(dots, LEFT, WHOLE)).toBe(1);
    expect(shareOf(dots, [0.52, 1], [0.8, 1])).toBe(0);
    expect(asked.filter((url) => url.includes('icon-192'))).toEqual([]);
  });

  it.each([
    ['WebP', { name: 'a.webp', mimeType: 'image/webp', buffer: drawHalves(96, 48).toBuffer('image/webp') }],
    ['AVIF', { name: 'a.avif', mimeType: 'image/avif', buffer: drawHalves(96, 48).toBuffer('image/avif') }],
  ])('%s', async (_kind, file) => {
    const dots = await chooseAndSee(file);
    expect([dots.width, dots.height]).toEqual([384, 192]);
    expect(shareOf(dots, LEFT, WHOLE)).toBeGreaterThan(0.98);
    expect(shareOf(dots, RIGHT, WHOLE)).toBeLessThan(0.02);
  });

  it('the first frame of a film in GIF', async () => {
    const dots = await chooseAndSee(gifFile());
    expect([dots.width, dots.height]).toEqual([384, 192]);
    // Two dots that are enlarged so far blend in the middle.
    expect(shareOf(dots, [0, 0.2], WHOLE)).toBeGreaterThan(0.9);
    expect(shareOf(dots, [0.8, 1], WHOLE)).toBeLessThan(0.1);
  });

  it('greys keep their tone', async () => {
    const greys = [16, 64, 112, 160, 208, 240];
    const dots = await chooseAndSee(pngFile(drawStripes(768, 400, greys)));
    for (const [i, grey] of greys.entries()) {
      const share = shareOf(dots, [(i + 0.05) / greys.length, (i + 0.95) / greys.length], [0.1, 1]);
      expect(share).toBeCloseTo(1 - grey / 255, 1.7);
    }
  });
});

describe('a picture that comes in another way', () => {
  beforeEach(beginAnew);

  /** Runs in the page: lets a file fall on it, or pastes it. */
  function hand({
    how,
    name,
    mimeType,
    base64,
  }: {
    how: 'drop' | 'paste';
    name: string;
    mimeType: string;
    base64: string;
  }) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type: mimeType }));
    const options = { bubbles: true, cancelable: true };
    document.body.dispatchEvent(
      how === 'drop'
        ? new DragEvent('drop', { ...options, dataTransfer: data })
        : new ClipboardEvent('paste', { ...options, clipboardData: data }),
    );
  }

  it.each(['drop', 'paste'] as const)('by %s', async (how) => {
    const { name, mimeType, buffer } = pngFile(drawHalves(96, 24), 'halves.png');
    await page.evaluate(hand, { how, name, mimeType, base64: buffer.toString('base64') });
    await page.getByRole('img', { name: say.label('halves', words.format.centimetres('1.2')) }).waitFor();
    expect(shareOf(await seeDots(), LEFT, WHOLE)).toBe(1);
  });
});

describe('a picture on the paper', () => {
  beforeEach(beginAnew);

  it('changes with the sliders, and is decoded once', async () => {
    const plain = await chooseAndSee(pngFile(drawStripes(400, 200, [128])));
    expect(shareOf(plain, WHOLE, WHOLE)).toBeCloseTo(0.5, 2);
    const decoded = await countDecoded();

    await setSlider(say.brightness, 40);
    const brighter = await seeOtherDots(plain);
    expect(shareOf(brighter, WHOLE, WHOLE)).toBeLessThan(0.4);
    await setSlider(say.brightness, 0);
    expect(await seeOtherDots(brighter)).toEqual(plain);

    await setSlider(say.middle, -60);
    expect(shareOf(await seeOtherDots(plain), WHOLE, WHOLE)).toBeGreaterThan(0.6);
    await page.getByRole('button', { name: say.reset }).click();
    await waitFor('the first dots', async () => (await seeDots()).data.every((byte, i) => byte === plain.data[i]));

    await page.getByRole('radio', { name: say.kernels.threshold }).check();
    await setSlider(say.level, 128);
    await waitFor('white paper', async () => shareOf(await seeDots(), WHOLE, WHOLE) === 0);
    await setSlider(say.level, 129);
    await waitFor('black paper', async () => shareOf(await seeDots(), WHOLE, WHOLE) === 1);
    await page.getByRole('radio', { name: say.kernels['floyd-steinberg'] }).check();
    expect(await countDecoded()).toBe(decoded);
  });

  it('follows the keys', async () => {
    const plain = await chooseAndSee(pngFile(drawStripes(400, 200, [100])));
    const slider = page.getByRole('slider', { name: say.brightness });
    await slider.focus();
    for (let i = 0; i < 8; i++) await slider.press('ArrowRight');
    expect(await slider.getAttribute('aria-valuetext')).toBe('+8');
    const brighter = await seeOtherDots(plain);
    await waitFor('the last step', async () => {
      const dots = await seeDots();
      return shareOf(dots, WHOLE, WHOLE) < shareOf(plain, WHOLE, WHOLE) - 0.02;
    });
    expect(brighter.height).toBe(plain.height);
  });

  it('turns', async () => {
    const plain = await chooseAndSee(pngFile(drawHalves(100, 50)));
    const turn = page.getByRole('button', { name: say.turn });
    await turn.click();
    const upright = await seeOtherDots(plain);
    expect([upright.width, upright.height]).toEqual([384, 768]);
    expect(shareOf(upright, WHOLE, LEFT)).toBe(1);
    await turn.click();
    const reverse = await seeOtherDots(upright);
    expect(shareOf(reverse, RIGHT, WHOLE)).toBe(1);
    expect(shareOf(reverse, LEFT, WHOLE)).toBe(0);
  });

  it('is printed as it is shown, and told in the history', async () => {
    const shown = await chooseAndSee(jpegFile(drawPhoto(640, 400), 'At the sea.jpg'));
    const before = (await readJobs(page)).length;
    await page.getByRole('button', { name: writeWords.print, exact: true }).click();
    const job = await waitFor('the job', async () => (await readJobs(page))[before]);
    expect(job).toMatchObject({ width: 384, height: 240, origin: { source: 'picture', title: 'At the sea' } });
    expect(await readStoredPicture(page, job.id)).toEqual(shown);
    await waitFor('its print', async () => (await readJobs(page))[before]?.state === 'printed');
    expect(await readDrawnPicture(page, job.id)).toEqual(shown);
    await page.getByRole('link', { name: words.places.history, exact: true }).click();
    await pieceOf(page, job.id).getByText('At the sea').first().waitFor();

    // It still lies where it was made, dot for dot.
    await page.getByRole('link', { name: words.places.write, exact: true }).click();
    expect(await seeDots()).toEqual(shown);
  });

  it('outlives its worker', async () => {
    const plain = await chooseAndSee(pngFile(drawStripes(400, 200, [90])));
    const worker = await picturesWorker();
    const closed = worker.waitForEvent('close');
    // It may be gone before it can say so.
    await worker.evaluate(() => self.close()).catch(() => {});
    await closed;
    await setSlider(say.brightness, 50);
    const brighter = await seeOtherDots(plain);
    expect(shareOf(brighter, WHOLE, WHOLE)).toBeLessThan(shareOf(plain, WHOLE, WHOLE) - 0.1);
    await setSlider(say.brightness, 0);
    expect(await seeOtherDots(brighter)).toEqual(plain);
  });

  it('is made by a worker that the page’s policy binds', async () => {
    await chooseAndSee(pngFile(drawHalves(20, 10)));
    const worker = await picturesWorker();
    expect(worker.url()).toMatch(/^blob:/);
    const outcome = await worker.evaluate(() =>
      fetch('data:,x').then(
        () => 'fetched',
        (error: Error) => error.name,
      ),
    );
    expect(outcome).toBe('TypeError');
  });
});

describe('a file that is no picture here', () => {
  beforeEach(beginAnew);

  const png = pngFile(drawHalves(64, 64)).buffer;
  const ispe = [0, 0, 0, 20, ...Buffer.from('ispe'), 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 64];
  const heic = [0, 0, 0, 20, ...Buffer.from('ftypheic'), 0, 0, 0, 0, ...Buffer.from('mif1'), ...ispe];
  /** 60,000 by 60,000 dots, says its header. */
  const bomb = Buffer.from(png);
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);

  it.each([
    ['a photo in HEIC', { name: 'IMG_1.HEIC', mimeType: '', buffer: Buffer.from(heic) }, say.troubles.heic.title],
    ['a text', { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('Milk') }, say.troubles.unknown.title],
    ['nothing at all', { name: 'a.png', mimeType: 'image/png', buffer: Buffer.alloc(0) }, say.troubles.unknown.title],
    [
      'half a header',
      { name: 'a.png', mimeType: 'image/png', buffer: png.subarray(0, 40) },
      say.troubles.damaged('PNG').title,
    ],
    ['far too many dots', { name: 'a.png', mimeType: 'image/png', buffer: bomb }, say.troubles.tooLarge.title],
    [
      'a broken drawing',
      svgFile('<svg xmlns="http://www.w3.org/2000/svg"><g></svg>'),
      say.troubles.damaged('SVG').title,
    ],
  ])('%s is refused in words', async (_what, file, title) => {
    await choose(file);
    await page.getByRole('alert').getByText(title).waitFor();
    // And the next one is taken.
    expect(shareOf(await chooseAndSee(pngFile(drawHalves(96, 48))), LEFT, WHOLE)).toBe(1);
  });

  it('one that would be too long can be turned', async () => {
    await choose(pngFile(drawHalves(20, 2000)));
    await page.getByRole('alert').getByText(say.troubles.tooLong('').title).waitFor();
    expect(await page.getByRole('button', { name: writeWords.print, exact: true }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: say.turn }).click();
    expect((await seeDots()).height).toBe(4);
  });
});

describe('a device that is turned', () => {
  it('has no page that scrolls sideways: its paper becomes narrower too', async () => {
    const before = page.viewportSize()!;
    try {
      await page.setViewportSize({ width: 640, height: 360 });
      await beginAnew();
      await chooseAndSee(pngFile(drawHalves(96, 48)));
      await page.setViewportSize({ width: 360, height: 640 });
      // The paper is measured anew a frame later.
      await waitFor('the page to fit its window', () =>
        page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      );
      expect((await page.locator('.preview-paper').boundingBox())!.width).toBeLessThanOrEqual(360);
    } finally {
      await page.setViewportSize(before);
    }
  });
});

describe('a photo of twelve million dots', () => {
  it('is printed while heartbeats stay on time and messages come out', { timeout: 180_000 }, async () => {
    await beginAnew();
    const file = jpegFile(drawPhoto(4000, 3000), 'Twelve million.jpg');
    const began = Date.now();
    const reading = chooseAndSee(file);
    await client.print(key, 'while it is decoded');
    const shown = await reading;
    expect([shown.width, shown.height]).toEqual([384, 288]);
    // It is worked at all the time, for as long as two heartbeats take.
    for (let i = 0; Date.now() - began < 21_000; i++) {
      await page.getByRole('button', { name: say.turn }).click();
      await setSlider(say.contrast, (i % 40) - 20);
    }
    await page.getByRole('button', { name: writeWords.print, exact: true }).click();
    const job = await waitFor(
      'the print',
      async () =>
        (await readJobs(page)).find(
          ({ origin, state }) => origin.kind === 'local' && origin.title === 'Twelve million' && state === 'printed',
        ),
      30_000,
    );
    expect(job.width).toBe(384);
    await waitForDeliveries(page, 1);
    await client.waitForStatus('acknowledged');

    const beats = await waitFor(
      'heartbeats',
      () => {
        const later = proxy.heartbeats.filter((at) => at >= began);
        return later.length >= 2 && later.at(-1)! > job.changedAt ? later : undefined;
      },
      2 * MOST_BETWEEN_HEARTBEATS_MS,
    );
    const gaps = beats.map((at, i) => at - (beats[i - 1] ?? began));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(MOST_BETWEEN_HEARTBEATS_MS);
    expect(proxy.opened).toHaveLength(1);
  });
});
