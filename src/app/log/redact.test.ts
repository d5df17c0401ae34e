import { describe, expect, it } from 'vitest';
import { redact } from './redact.ts';

const CODE = 'vt4y-q4xv-7pe8-4fsy';

describe('what is given to others', () => {
  it.each([
    [`claim ${CODE} taken`, 'claim … taken'],
    ['claim VT4YQ4XV7PE84FSY taken', 'claim … taken'],
    ['claim vt4y q4xv 7pe8 4fsy taken', 'claim … taken'],
    ['another: 6xwh-441j-8115-zyrh.', 'another: ….'],
    ['key 2vQzPqHn0lFv1wM3nT5e9A== came', 'key … came'],
    ['https://device.li/3kq9x0zz?from=me', 'https://device.li/…?from=me'],
    ['POST http://sirius.example/printkey/abc123/text', 'POST http://sirius.example/printkey/…/text'],
    ['wss://me:hunter2@sirius.example/api', 'wss://…@sirius.example/api'],
    ['{"secret":"eb93bb3d9a","n":1}', '{"secret":"…","n":1}'],
    ['encryption_key=abc123; next', 'encryption_key=…; next'],
  ])('has no secret in “%s”', (text, clean) => {
    expect(redact(text, [CODE])).toBe(clean);
  });

  it.each([
    'db708b77ae2ee5b5 set_delivery 14,226 bytes',
    '0000ff00-0000-1000-8000-00805f9b34fb',
    'wss://sirius.example/api/v1/connection 1006 after 31 s',
    '1e 50 00 01 02 03',
    '2026-11-21 10:32:01.123',
  ])('keeps “%s”', (text) => {
    expect(redact(text, [CODE])).toBe(text);
  });
});
