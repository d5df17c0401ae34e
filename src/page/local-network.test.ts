import { expect, it } from 'vitest';
import { askForLocalNetwork, needsLocalNetwork } from './local-network.ts';

const PUBLIC_PAGE = 'https://papertab.example/';

it('is asked for when a public page reaches into a private network, and not otherwise', () => {
  expect(needsLocalNetwork('ws://192.168.1.4/api/v1/connection', PUBLIC_PAGE)).toBe(true);
  expect(needsLocalNetwork('ws://localhost:5000/api/v1/connection', PUBLIC_PAGE)).toBe(true);
  expect(needsLocalNetwork('wss://example.org/api/v1/connection', PUBLIC_PAGE)).toBe(false);
  expect(needsLocalNetwork('ws://192.168.1.4/', 'http://localhost:4173/')).toBe(false);
  expect(needsLocalNetwork('ws://192.168.1.4/', 'https://192.168.1.9/')).toBe(false);
});

it('asks by reaching for the server over the web, and never fails', async () => {
  const asked: string[] = [];
  const request = async (url: URL): Promise<Response> => {
    asked.push(url.href);
    throw new TypeError('Failed to fetch');
  };
  await askForLocalNetwork('ws://192.168.1.4:5000/api/v1/connection', PUBLIC_PAGE, request as typeof fetch);
  await askForLocalNetwork('wss://example.org/api/v1/connection', PUBLIC_PAGE, request as typeof fetch);
  expect(asked).toEqual(['http://192.168.1.4:5000/api/v1/connection']);
});
