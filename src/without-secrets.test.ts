import { describe, expect, it } from 'vitest';
import { cpuTimeOf } from '../test/support/cpu-time.ts';
import { withoutSecrets } from './without-secrets.ts';

describe('a text without secrets', () => {
  it.each([
    ['claimed by VT4Y-q4xv-7pe8-4fsy.', 'claimed by ….'],
    ['another: 6xwh-441j-8115-zyrh.', 'another: ….'],
    ['{"code":"vt4y-q4xv-7pe8-4fsy","key":"ze3dNUh5gAj+GzmX/3SBGg=="}', '{"code":"…","key":"…"}'],
    ['key 2vQzPqHn0lFv1wM3nT5e9A== came', 'key … came'],
    ['keys/2vQzPqHn0lFv1wM3nT5e9A==', 'keys/…'],
    ['https://device.li/3kq9x0zz?from=me', 'https://device.li/…?from=me'],
    ['POST http://sirius.example/printkey/abc123/text', 'POST http://sirius.example/printkey/…/text'],
    ['wss://me:hunter2@sirius.example/api', 'wss://…@sirius.example/api'],
    ['{"secret":"eb93bb3d9a","n":1}', '{"secret":"…","n":1}'],
    ['encryption_key=abc123; next', 'encryption_key=…; next'],
  ])('hides what is secret in “%s”', (text, clean) => {
    expect(withoutSecrets(text)).toBe(clean);
  });

  it.each([
    'db708b77ae2ee5b5 set_delivery 14,226 bytes',
    'power_on 0123456789abcdef',
    'Command 12: add_device_encryption_key',
    'service 0000ff00-0000-1000-8000-00805f9b34fb',
    'job 12 → printing',
    'base64 of no key: dGV4dA==',
    'wss://sirius.example/api/v1/connection 1006 after 31 s',
    '1e 50 00 01 02 03',
    '2026-11-21T10-05-33',
    '2026-11-21 10:32:01.123',
  ])('leaves “%s” as it is', (text) => {
    expect(withoutSecrets(text)).toBe(text);
  });

  it.each(['a-', 'a.', '://', '://a', 'secret ', 'secret: ', 'token="', '0123-', 'A', '/printkey/', ' '])(
    'takes no long time over a text of nothing but “%s”',
    (part) => {
      const text = part.repeat(200_000 / part.length);
      expect(cpuTimeOf(() => withoutSecrets(text))).toBeLessThan(2_000);
    },
  );
});
