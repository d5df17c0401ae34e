import { expect, it } from 'vitest';
import { withoutSecrets } from './without-secrets.ts';

it('takes out claim codes and link keys, wherever they stand', () => {
  expect(withoutSecrets('claimed by VT4Y-q4xv-7pe8-4fsy.')).toBe('claimed by ….');
  expect(withoutSecrets('{"code":"vt4y-q4xv-7pe8-4fsy","key":"ze3dNUh5gAj+GzmX/3SBGg=="}')).toBe(
    '{"code":"…","key":"…"}',
  );
});

it('leaves addresses, ids and words alone', () => {
  for (const text of [
    'power_on 0123456789abcdef',
    'service 0000ff00-0000-1000-8000-00805f9b34fb',
    'job 12 → printing',
    'base64 of no key: dGV4dA==',
    '2026-11-21T10-05-33',
  ]) {
    expect(withoutSecrets(text)).toBe(text);
  }
});
