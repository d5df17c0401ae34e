import { describe, expect, it } from 'vitest';
import { stack, topRows } from './stack.ts';

const upper = { width: 8, height: 2, data: new Uint8Array([0xff, 0x81]) };
const lower = { width: 8, height: 1, data: new Uint8Array([0x18]) };

describe('pictures one below the other', () => {
  it('have so many white rows between them', () => {
    expect(stack(upper, 3, lower)).toEqual({
      width: 8,
      height: 6,
      data: new Uint8Array([0xff, 0x81, 0, 0, 0, 0x18]),
    });
    expect(stack(upper, 0, lower).data).toEqual(new Uint8Array([0xff, 0x81, 0x18]));
  });

  it('come apart again', () => {
    const both = stack(upper, 3, lower);
    expect(topRows(both, 2)).toEqual(upper);
    // A copy: what is done to it leaves the whole as it was.
    topRows(both, 2).data.fill(0);
    expect(both.data[0]).toBe(0xff);
  });
});
