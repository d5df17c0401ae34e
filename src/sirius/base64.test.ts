import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';

afterEach(() => vi.unstubAllGlobals());

const bytes = fc.uint8Array({ maxLength: 200 }).map((values) => Uint8Array.from(values));

describe('base64', () => {
  it('is what everybody else means by it', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        const text = Buffer.from(value).toString('base64');
        expect(encodeBase64(value)).toBe(text);
        expect(decodeBase64(text)).toEqual(value);
      }),
    );
  });

  it('takes more bytes than a call takes arguments', () => {
    const value = new Uint8Array(1_000_000).map((_, i) => 31 * i);
    expect(Buffer.compare(decodeBase64(encodeBase64(value)), value)).toBe(0);
  });

  it.each(['A', '====', 'AAA%', 'ÄÖÜ=', 'AA=A'])('refuses %j', (text) => {
    expect(() => decodeBase64(text)).toThrowError(expect.objectContaining({ code: 'payload-invalid' }));
  });

  it('leaves it to the engine where that can do it', () => {
    const fromBase64 = (text: string) => {
      if (text !== 'AQI=') throw new SyntaxError('not base64');
      return [1, 2];
    };
    const toBase64 = () => 'by the engine';
    const bytes = Object.assign(new Uint8Array(0), { toBase64 });
    vi.stubGlobal('Uint8Array', { fromBase64 });
    expect(decodeBase64('AQI=')).toEqual([1, 2]);
    expect(() => decodeBase64('?')).toThrowError(expect.objectContaining({ code: 'payload-invalid' }));
    expect(encodeBase64(bytes)).toBe('by the engine');
  });
});
