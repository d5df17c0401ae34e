import { describe, expect, it } from 'vitest';
import { investigate, type Surroundings } from './investigate.ts';

const reached: { url: string; mode: string | undefined }[] = [];
const calm: Surroundings = {
  fetch: async (url, init) => {
    reached.push({ url: String(url), mode: init?.mode });
    return new Response();
  },
  permission: async () => 'granted',
  isBlockedByPolicy: () => false,
};

async function look(address: string, change: Partial<Surroundings> = {}): Promise<string> {
  return (await investigate(address, { ...calm, ...change })).code;
}

describe('a server whose socket never opens', () => {
  it('is told apart by one request that needs no permission of the server', async () => {
    expect(await look('wss://example.org/api/v1/connection')).toBe('server-not-sirius');
    expect(reached).toEqual([{ url: 'https://example.org/api/v1/connection', mode: 'no-cors' }]);
    const fails: typeof fetch = async () => {
      throw new TypeError('Failed to fetch');
    };
    expect(await look('ws://example.org/', { fetch: fails })).toBe('server-unreachable');
  });

  it('is blamed on the policy or a permission where those are the cause', async () => {
    expect(await look('wss://example.org/', { isBlockedByPolicy: () => true })).toBe('server-policy');
    const denied: string[] = [];
    const permission = async (name: string): Promise<PermissionState> => {
      denied.push(name);
      return 'denied';
    };
    expect(await look('ws://192.168.1.4/', { permission })).toBe('server-local-network');
    expect(await look('ws://localhost:5000/', { permission })).toBe('server-local-network');
    expect(await look('wss://example.org/', { permission })).toBe('server-not-sirius');
    expect(denied).toEqual(['local-network', 'loopback-network']);
  });
});
