import { describe, expect, it } from 'vitest';
import { claimPageOf, knownServerAt, knownServers } from './known-servers.ts';

const CODE = 'vt4y-q4xv-7pe8-4fsy';
const WEB = 'https://papertab.example/app/';
const HERE = 'http://localhost:5173/#/settings';

describe('the known servers', () => {
  it('have the stand-in only where a page from this computer may be served by it', () => {
    expect(knownServers(WEB).map(({ id }) => id)).toEqual(['nord']);
    for (const page of [HERE, 'http://127.0.0.1:4173/', 'http://[::1]:4173/']) {
      expect(knownServers(page).map(({ id }) => id)).toEqual(['local', 'nord']);
    }
  });

  it('are recognised by their address', () => {
    expect(knownServerAt('ws://localhost:5173/api/v1/connection', HERE)?.id).toBe('local');
    expect(knownServerAt('wss://littleprinter.nordprojects.co/api/v1/connection', WEB)?.id).toBe('nord');
    expect(knownServerAt('wss://sirius.example/api/v1/connection', WEB)).toBeUndefined();
  });

  it('say where a printer is claimed, with the code where it can be handed over', () => {
    expect(claimPageOf('ws://localhost:5173/api/v1/connection', CODE, HERE)).toBe(
      `http://localhost:5173/local-sirius/?code=${CODE}`,
    );
    expect(claimPageOf('wss://littleprinter.nordprojects.co/api/v1/connection', CODE, WEB)).toBe(
      'https://littleprinter.nordprojects.co/',
    );
  });

  it('of others is their root page', () => {
    expect(claimPageOf('wss://sirius.example:8443/api/v1/connection', CODE, WEB)).toBe('https://sirius.example:8443/');
    expect(claimPageOf('ws://192.168.1.4/api/v1/connection', CODE, HERE)).toBe('http://192.168.1.4/');
  });
});
