import { describe, expect, it } from 'vitest';
import { checkServerAddress, hasUsualPath, isLoopback, isPrivateAddress } from './server-address.ts';

const SECURE_PAGE = 'https://papertab.example/';
const LOCAL_PAGE = 'http://localhost:4173/';

describe('checkServerAddress', () => {
  it.each([
    ['littleprinter.example', 'wss://littleprinter.example/api/v1/connection'],
    ['https://littleprinter.example', 'wss://littleprinter.example/api/v1/connection'],
    ['  wss://littleprinter.example/ ', 'wss://littleprinter.example/api/v1/connection'],
    ['wss://littleprinter.example/api/v1/connection/', 'wss://littleprinter.example/api/v1/connection'],
    ['wss://example.org/sirius/api/v1/connection', 'wss://example.org/sirius/api/v1/connection'],
    ['localhost:5000', 'ws://localhost:5000/api/v1/connection'],
    ['ws://127.0.0.1:5000/#x', 'ws://127.0.0.1:5000/api/v1/connection'],
    ['ws://192.168.1.4:5000', 'ws://192.168.1.4:5000/api/v1/connection'],
    ['raspberrypi.local', 'wss://raspberrypi.local/api/v1/connection'],
  ])('reads %j as people type it', (typed, address) => {
    expect(checkServerAddress(typed, SECURE_PAGE)).toBe(address);
  });

  it.each([
    '',
    '   ',
    'two words',
    'ftp://example.org',
    'wss://',
    'https://user@example.org',
    'https://:secret@example.org',
    `wss://${'a'.repeat(3000)}`,
  ])('refuses %j', (typed) => {
    expect(() => checkServerAddress(typed, SECURE_PAGE)).toThrow(expect.objectContaining({ code: 'server-address' }));
  });

  it('refuses an open connection to the web from a secure page, and allows it from a page of this computer', () => {
    expect(() => checkServerAddress('ws://example.org', SECURE_PAGE)).toThrow(
      expect.objectContaining({ code: 'server-mixed-content' }),
    );
    expect(checkServerAddress('http://example.org', LOCAL_PAGE)).toBe('ws://example.org/api/v1/connection');
  });
});

it('knows the usual path', () => {
  expect(hasUsualPath('wss://example.org/api/v1/connection')).toBe(true);
  expect(hasUsualPath('wss://example.org/api/v1/connection/')).toBe(false);
});

it('knows this computer and private networks', () => {
  expect(['localhost', 'papertab.localhost', '127.1.2.3', '[::1]'].every(isLoopback)).toBe(true);
  expect(['localhost.example', '128.0.0.1'].some(isLoopback)).toBe(false);
  expect(
    ['10.0.0.1', '172.16.0.1', '192.168.0.9', 'printer.local', '[fd00::1]', '[fe80::1]'].every(isPrivateAddress),
  ).toBe(true);
  expect(['172.32.0.1', '11.0.0.1', 'local', '10.example.org'].some(isPrivateAddress)).toBe(false);
});
