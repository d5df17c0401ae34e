import { beforeEach, describe, expect, it } from 'vitest';
import { findDefaultServer } from './default-server.ts';

const PUBLIC = 'wss://littleprinter.nordprojects.co/api/v1/connection';
const LOCAL = 'ws://localhost:4173/api/v1/connection';

let asked: string[];
let saved: string | undefined;

beforeEach(() => {
  asked = [];
  saved = undefined;
});

function find(origin: string, answer: () => Response): Promise<string> {
  const request = async (url: URL): Promise<Response> => {
    asked.push(url.href);
    return answer();
  };
  return findDefaultServer(origin, request as typeof fetch, {
    read: async () => saved,
    write: async (server) => {
      saved = server;
    },
  });
}

const localSirius = () => Response.json({ server: 'local-sirius' });
const nobody = () => {
  throw new TypeError('Failed to fetch');
};

describe('the default server', () => {
  it('is local-sirius where that serves the page', async () => {
    expect(await find('http://localhost:4173', localSirius)).toBe(LOCAL);
    expect(asked).toEqual(['http://localhost:4173/local-sirius/api/hello']);
    expect(await find('https://localhost:4173', localSirius)).toBe('wss://localhost:4173/api/v1/connection');
  });

  it('is the public instance everywhere else, without asking', async () => {
    expect(await find('https://papertab.example', localSirius)).toBe(PUBLIC);
    expect(asked).toEqual([]);
  });

  it('is the public instance where something else serves this computer’s page', async () => {
    expect(await find('http://localhost:8080', () => new Response('<!doctype html>'))).toBe(PUBLIC);
    expect(await find('http://localhost:8080', () => new Response('', { status: 404 }))).toBe(PUBLIC);
    expect(await find('http://localhost:8080', () => Response.json(null))).toBe(PUBLIC);
  });

  it('stays local-sirius while that is down', async () => {
    expect(await find('http://localhost:4173', nobody)).toBe(PUBLIC);
    await find('http://localhost:4173', localSirius);
    expect(await find('http://localhost:4173', nobody)).toBe(LOCAL);
    expect(await find('http://localhost:4173', () => new Response('', { status: 502 }))).toBe(LOCAL);
  });
});
