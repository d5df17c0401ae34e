import { describe, expect, it } from 'vitest';
import { isChanged, PLAIN, reset, settingsOf, turned } from './picture-look.ts';

describe('the look of a picture', () => {
  it('is the picture as it is until something is moved', () => {
    expect(settingsOf(PLAIN, 384)).toEqual({
      width: 384,
      turn: 0,
      kernel: 'floyd-steinberg',
      brightness: 0,
      contrast: 0,
      gamma: 1,
    });
    expect(isChanged(PLAIN)).toBe(false);
  });

  it('makes middle tones as much darker as lighter', () => {
    const gamma = (middle: number): number => settingsOf({ ...PLAIN, middle }, 384).gamma;
    expect(gamma(100)).toBeCloseTo(3);
    expect(gamma(-100) * gamma(100)).toBeCloseTo(1);
  });

  it('has a level with the kernel that draws no shades, and with no other', () => {
    expect(settingsOf({ ...PLAIN, level: 90, kernel: 'threshold' }, 384).level).toBe(90);
    expect(settingsOf({ ...PLAIN, level: 90 }, 384)).not.toHaveProperty('level');
  });

  it('is turned by quarters and comes round', () => {
    const quarters = [turned(PLAIN)];
    for (let i = 0; i < 3; i++) quarters.push(turned(quarters.at(-1)!));
    expect(quarters.map(({ turn }) => turn)).toEqual([90, 180, 270, 0]);
  });

  it('is reset but for its turn, which changes no tone', () => {
    const look = { ...PLAIN, brightness: 20, level: 3, kernel: 'atkinson', turn: 90 } as const;
    expect(isChanged(look)).toBe(true);
    expect(reset(look)).toEqual({ ...PLAIN, turn: 90 });
    expect(isChanged(reset(look))).toBe(false);
  });
});
