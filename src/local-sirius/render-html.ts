import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import type { Bitmap } from '../imaging/bitmap.ts';
import { floydSteinberg } from '../imaging/floyd-steinberg.ts';
import { HEAD_WIDTH } from '../sirius/runs.ts';
import { draw, fontFile, loadCanvas, toGray } from './canvas.ts';
import { findChromium } from './chromium.ts';
import { HttpProblem } from './http.ts';
import { MAX_CONTENT_ROWS } from './render-text.ts';

/** A page that takes longer is given up. */
const PATIENCE_MS = 15_000;
/** The browser is ended when nobody has wanted it for this long. */
const IDLE_MS = 30_000;
/** Nothing is there: everything that the page asks for is refused. */
const ADDRESS = 'http://message.invalid/';

/** Draws HTML with the Chromium of this computer, one page after another; no script runs and nothing is fetched. */
export class HtmlRenderer {
  readonly #find: () => string | undefined;
  #browser: Promise<Browser> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(find: () => string | undefined = findChromium) {
    this.#find = find;
  }

  /**
   * @throws HttpProblem 415 where there is no Chromium, or it cannot draw the page.
   */
  render(html: string): Promise<Bitmap> {
    const drawn = this.#turn.then(() => this.#draw(html));
    this.#turn = drawn.catch(() => undefined);
    return drawn;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const browser = this.#browser;
    this.#browser = undefined;
    await browser?.then((open) => open.close()).catch(() => undefined);
  }

  async #draw(html: string): Promise<Bitmap> {
    clearTimeout(this.#idle);
    try {
      return await this.#screenshot(await this.#open(), html);
    } catch (thrown) {
      if (thrown instanceof HttpProblem) throw thrown;
      await this.close();
      throw new HttpProblem(415, 'html-failed', `Chromium could not draw this page: ${firstLine(thrown)}`);
    } finally {
      this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
    }
  }

  async #screenshot(browser: Browser, html: string): Promise<Bitmap> {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: HEAD_WIDTH, height: 800 },
      colorScheme: 'light',
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });
    try {
      context.setDefaultTimeout(PATIENCE_MS);
      const body = await documentOf(html);
      let served = false;
      await context.route('**/*', (route) => {
        // The message itself, once. Moving on from it leads nowhere, and what it refers to is not there.
        if (served) return route.request().isNavigationRequest() ? route.fulfill({ status: 204 }) : route.abort();
        served = true;
        return route.fulfill({ contentType: 'text/html; charset=utf-8', body });
      });
      const page = await context.newPage();
      await page.goto(ADDRESS, { waitUntil: 'load' });
      const content = await page.locator('html').boundingBox();
      const height = Math.min(Math.max(1, Math.ceil(content?.height ?? 1)), MAX_CONTENT_ROWS);
      const clip = { x: 0, y: 0, width: HEAD_WIDTH, height };
      const png = await page.screenshot({ clip, fullPage: true, animations: 'disabled', caret: 'hide' });
      const { loadImage } = await loadCanvas();
      const image = await loadImage(png);
      const rgba = await draw(HEAD_WIDTH, height, (drawing) => drawing.drawImage(image, 0, 0));
      return floydSteinberg(toGray(rgba), HEAD_WIDTH, height);
    } finally {
      await context.close();
    }
  }

  #open(): Promise<Browser> {
    this.#browser ??= this.#launch().catch((thrown) => {
      this.#browser = undefined;
      throw thrown;
    });
    return this.#browser;
  }

  async #launch(): Promise<Browser> {
    const executablePath = this.#find();
    if (executablePath === undefined) {
      throw new HttpProblem(
        415,
        'no-chromium',
        'HTML is drawn by Chrome or Chromium, and none was found: install one, or name it in CHROMIUM.',
      );
    }
    const { chromium } = await import('playwright-core');
    const launch = (chromiumSandbox: boolean) =>
      chromium.launch({
        executablePath,
        chromiumSandbox,
        timeout: PATIENCE_MS,
        // Names are not even looked up; letters are smoothed in grey, not in colours.
        args: ['--host-resolver-rules=MAP * ~NOTFOUND', '--disable-lcd-text', '--font-render-hinting=none'],
      });
    // Root and many containers cannot have the sandbox. No script runs in the page, so it is drawn without it there.
    return process.getuid?.() === 0 ? launch(false) : launch(true).catch(() => launch(false));
  }
}

/** The message in a page like the server's own: no margins around, its sizes, its space below headings and items. */
async function documentOf(html: string): Promise<string> {
  const faces = await Promise.all([
    fontFace('latin-400-normal', 400),
    fontFace('latin-700-normal', 700),
    fontFace('latin-ext-400-normal', 400),
    fontFace('latin-ext-700-normal', 700),
  ]);
  return `<!doctype html><meta charset="utf-8"><style>${faces.join('')}
html { background: #fff; color: #000; font: 30px/35px 'Papertab latin', 'Papertab latin-ext', sans-serif; }
html, body { margin: 0; min-height: 0; overflow-wrap: break-word; }
body { display: flow-root; }
h1, h2, h3, h4, h5, h6 { line-height: 1.15; margin-bottom: 20px; }
li { margin-bottom: 0.5em; }
img, svg, video { max-width: 100%; }
</style><body>${html}`;
}

async function fontFace(name: string, weight: number): Promise<string> {
  const family = `Papertab ${name.replace(/-\d+-normal$/, '')}`;
  const data = await readFile(fontFile(name), 'base64');
  return `@font-face{font-family:'${family}';font-weight:${weight};src:url(data:font/woff2;base64,${data})}`;
}

function firstLine(thrown: unknown): string {
  return String(thrown instanceof Error ? thrown.message : thrown).split('\n')[0]!;
}
