import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyTone, type Tone, toneTable } from './tone.ts';

const UNCHANGED: Tone = { brightness: 0, contrast: 0, gamma: 1 };
const tones = fc.record({
  brightness: fc.integer({ min: -100, max: 100 }),
  contrast: fc.integer({ min: -100, max: 100 }),
  gamma: fc.double({ min: 0.2, max: 5, noNaN: true }),
});

describe('a table of tones', () => {
  it('changes nothing in the middle', () => {
    expect([...toneTable(UNCHANGED)]).toEqual(Array.from({ length: 256 }, (_, grey) => grey));
  });

  it('never makes a lighter grey the darker one', () => {
    fc.assert(
      fc.property(tones, (tone) => {
        const table = toneTable(tone);
        expect([...table]).toEqual([...table].sort((a, b) => a - b));
      }),
    );
  });

  it('is lighter the more brightness and the more gamma', () => {
    const darker = toneTable({ ...UNCHANGED, brightness: -30 });
    const lighter = toneTable({ ...UNCHANGED, brightness: 30 });
    expect([darker[128], lighter[128]]).toEqual([90, 166]);
    expect([darker[0], lighter[255]]).toEqual([0, 255]);
    const dark = toneTable({ ...UNCHANGED, gamma: 0.5 });
    const light = toneTable({ ...UNCHANGED, gamma: 2 });
    expect([dark[128], light[128]]).toEqual([64, 181]);
    expect([dark[0], dark[255], light[0], light[255]]).toEqual([0, 255, 0, 255]);
  });

  it('parts greys from the middle with contrast, down to black and white, and brings them together without', () => {
    const steep = toneTable({ ...UNCHANGED, contrast: 50 });
    expect([steep[0], steep[64], steep[127], steep[128], steep[255]]).toEqual([0, 0, 126, 129, 255]);
    expect(new Set(toneTable({ ...UNCHANGED, contrast: 100 }))).toEqual(new Set([0, 255]));
    expect(new Set(toneTable({ ...UNCHANGED, contrast: -100 })).size).toBe(1);
    const shallow = toneTable({ ...UNCHANGED, contrast: -50 });
    expect([shallow[0], shallow[128], shallow[255]]).toEqual([75, 128, 180]);
  });

  it('moves with brightness where full contrast parts black from white', () => {
    const firstWhite = (brightness: number) => toneTable({ ...UNCHANGED, contrast: 100, brightness }).indexOf(255);
    expect([-50, 0, 50].map(firstWhite)).toEqual([192, 128, 64]);
  });

  it('takes what is out of range as the end of the range', () => {
    const end = { brightness: 100, contrast: -100, gamma: 5 };
    expect(toneTable({ brightness: 1e9, contrast: -1e9, gamma: 1e9 })).toEqual(toneTable(end));
    expect(toneTable({ ...UNCHANGED, gamma: 0 })).toEqual(toneTable({ ...UNCHANGED, gamma: 0.2 }));
  });
});

describe('applying a table', () => {
  it('gives a new picture of the same size', () => {
    const picture = { width: 2, height: 2, data: Uint8Array.of(0, 1, 254, 255) };
    const table = Uint8Array.from({ length: 256 }, (_, grey) => 255 - grey);
    expect(applyTone(picture, table)).toEqual({ width: 2, height: 2, data: Uint8Array.of(255, 254, 1, 0) });
    expect([...picture.data]).toEqual([0, 1, 254, 255]);
  });
});
