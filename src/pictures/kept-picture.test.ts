import { describe, expect, it } from 'vitest';
import { PapertabError } from '../errors.ts';
import { blackShare } from '../imaging/bitmap.ts';
import type { RenderSettings } from './api.ts';
import { KeptPicture, type PictureTools } from './kept-picture.ts';

const FILE = new Blob(['a photo']);
const PLAIN: RenderSettings = { width: 64, turn: 0, kernel: 'floyd-steinberg', brightness: 0, contrast: 0, gamma: 1 };

/** Tools that count what they are asked for; every picture is 80 by 40 dots of one grey. */
function makeTools(grey = 128) {
  const counts = { decoded: 0, closed: 0, reduced: [] as string[] };
  const tools: PictureTools = {
    decode: async () => {
      counts.decoded++;
      return { width: 80, height: 40, close: () => counts.closed++ } as unknown as ImageBitmap;
    },
    reduce: (_picture, width, turn) => {
      counts.reduced.push(`${width} ${turn}`);
      if (width > 600) throw new PapertabError('picture-size');
      return { width, height: 100, data: new Uint8Array(width * 100).fill(grey) };
    },
  };
  return { tools, counts };
}

describe('a picture that is kept', () => {
  it('is decoded and reduced once, however often its tone and kernel change', async () => {
    const { tools, counts } = makeTools();
    const picture = await KeptPicture.open(FILE, tools);
    expect(picture).toMatchObject({ width: 80, height: 40 });
    const shares = [];
    for (const settings of [PLAIN, { ...PLAIN, brightness: 40 }, { ...PLAIN, kernel: 'atkinson' as const }, PLAIN]) {
      const bitmap = await picture.render(settings);
      expect(bitmap).toMatchObject({ width: 64, height: 100 });
      shares.push(blackShare(bitmap));
    }
    expect(shares[0]).toBeCloseTo(127 / 255, 2);
    expect(shares[1]).toBeLessThan(shares[0]! - 0.1);
    expect(shares[3]).toBe(shares[0]);
    expect(counts).toEqual({ decoded: 1, closed: 1, reduced: ['64 0'] });
  });

  it('is decided dot by dot at the level that is asked for', async () => {
    const picture = await KeptPicture.open(FILE, makeTools(100).tools);
    const share = async (level: number): Promise<number> =>
      blackShare(await picture.render({ ...PLAIN, kernel: 'threshold', level }));
    expect([await share(100), await share(101)]).toEqual([0, 1]);
  });

  it('is not decoded again and again for paper that it is too long for', async () => {
    const { tools, counts } = makeTools();
    const tall = { width: 10, height: 2_000, close: () => counts.closed++ } as unknown as ImageBitmap;
    const decode = async (): Promise<ImageBitmap> => {
      counts.decoded++;
      return tall;
    };
    const picture = await KeptPicture.open(FILE, { ...tools, decode });
    for (const brightness of [0, 10, 20]) {
      await expect(picture.render({ ...PLAIN, brightness })).rejects.toMatchObject({ code: 'picture-size' });
    }
    await picture.render({ ...PLAIN, turn: 90 });
    expect(counts).toEqual({ decoded: 1, closed: 1, reduced: ['64 90'] });
  });

  it('lets the decoded picture go, and decodes again to turn it; back is at hand', async () => {
    const { tools, counts } = makeTools();
    const picture = await KeptPicture.open(FILE, tools);
    await picture.render(PLAIN);
    expect(counts.closed).toBe(1);
    await picture.render({ ...PLAIN, turn: 90 });
    await picture.render(PLAIN);
    expect(counts).toEqual({ decoded: 2, closed: 2, reduced: ['64 0', '64 90'] });
  });

  it('keeps few sizes at a time', async () => {
    const { tools, counts } = makeTools();
    const picture = await KeptPicture.open(FILE, tools);
    for (const width of [1, 2, 3, 4, 5, 6]) await picture.render({ ...PLAIN, width });
    await picture.render({ ...PLAIN, width: 2 });
    expect(counts.reduced).toHaveLength(6);
    await picture.render({ ...PLAIN, width: 1 });
    expect(counts.reduced).toHaveLength(7);
  });

  it('says when it is too long, and can still be turned', async () => {
    const { tools, counts } = makeTools();
    const picture = await KeptPicture.open(FILE, tools);
    await expect(picture.render({ ...PLAIN, width: 601 })).rejects.toMatchObject({ code: 'picture-size' });
    await expect(picture.render({ ...PLAIN, width: 1.5 })).rejects.toMatchObject({ code: 'picture-size' });
    expect((await picture.render(PLAIN)).height).toBe(100);
    expect(counts.closed).toBe(counts.decoded);
  });

  it('lets go of all when it is closed', async () => {
    const { tools, counts } = makeTools();
    (await KeptPicture.open(FILE, tools)).close();
    expect(counts).toMatchObject({ decoded: 1, closed: 1 });
  });
});
