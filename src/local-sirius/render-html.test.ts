import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { type Bitmap, blackShare, isBlack } from '../imaging/bitmap.ts';
import { findChromium } from './chromium.ts';
import { HtmlRenderer } from './render-html.ts';

const HAS_CHROMIUM = findChromium() !== undefined;

it('says what is missing where there is no Chromium', async () => {
  const renderer = new HtmlRenderer(() => undefined);
  await expect(renderer.render('hello')).rejects.toMatchObject({ status: 415, code: 'no-chromium' });
});

it('says that a browser did not start, and tries again the next time', async () => {
  const tried: string[] = [];
  const renderer = new HtmlRenderer(() => {
    tried.push('');
    return '/nonexistent/chromium';
  });
  for (let i = 0; i < 2; i++) await expect(renderer.render('hello')).rejects.toMatchObject({ status: 415 });
  expect(tried).toHaveLength(2);
});

describe.runIf(HAS_CHROMIUM)('drawn by Chromium, a page', { timeout: 60_000 }, () => {
  const renderer = new HtmlRenderer();
  afterAll(() => renderer.close());

  const blackAt = (bitmap: Bitmap, x: number, y: number) => isBlack(bitmap, x, y);

  it('is 384 dots wide and as high as its content', async () => {
    const bitmap = await renderer.render(
      '<div style="height:100px;background:linear-gradient(90deg,#000 50%,#fff 50%)"></div>',
    );
    expect([bitmap.width, bitmap.height]).toEqual([384, 100]);
    expect([blackAt(bitmap, 10, 50), blackAt(bitmap, 180, 50), blackAt(bitmap, 210, 50)]).toEqual([true, true, false]);
  });

  it('keeps the space above a heading, and is never empty', async () => {
    const bitmap = await renderer.render('<h1>News</h1>');
    expect(bitmap.height).toBeGreaterThan(90);
    expect(blackShare(bitmap)).toBeGreaterThan(0.02);
    expect((await renderer.render('')).height).toBe(1);
  });

  it('has the space of the server below headings and list items', async () => {
    const heights = async (...pages: string[]) => {
      const bitmaps: Bitmap[] = [];
      for (const page of pages) bitmaps.push(await renderer.render(page));
      return bitmaps.map(({ height }) => height);
    };
    const heading = (level: number) => `<h${level} style="margin-top:0;font-size:20px">x</h${level}>`;
    expect(await heights(heading(1), heading(5))).toEqual([23 + 20, 23 + 20]);
    expect(await heights('<ul style="margin:0"><li>one<li>two</ul>')).toEqual([2 * (35 + 15)]);
  });

  it('ends where the server cuts', async () => {
    const bitmap = await renderer.render('<div style="height:50000px;background:#000"></div>');
    expect(bitmap.height).toBe(9_960);
    expect(blackAt(bitmap, 5, 9_959)).toBe(true);
  });

  it('runs no script, but shows what is in noscript and data URLs', async () => {
    const svg = encodeURIComponent(
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40"/></svg>',
    );
    const bitmap = await renderer.render(
      `<script>document.body.style.background = '#000'</script><img src="data:image/svg+xml,${svg}" style="display:block">`,
    );
    expect(bitmap.height).toBe(40);
    expect([blackAt(bitmap, 20, 20), blackAt(bitmap, 300, 20)]).toEqual([true, false]);
  });

  it('reaches no network, by no means', async () => {
    const reached: string[] = [];
    const server = createServer((request, response) => {
      reached.push(request.url ?? '');
      response.end();
    });
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const bitmap = await renderer.render(
      `<link rel="stylesheet" href="${base}/style"><img src="${base}/image"><iframe src="${base}/frame"></iframe>
       <meta http-equiv="refresh" content="0;url=${base}/refresh"><object data="${base}/object"></object>
       <link rel="preconnect" href="${base}"><style>@import url(${base}/import); p { background: url(${base}/background) }</style>
       <p>text</p><video src="${base}/video" autoplay></video>`,
    );
    expect(blackShare(bitmap)).toBeGreaterThan(0);
    expect(reached).toEqual([]);
    server.close();
  });
});
