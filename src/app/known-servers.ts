import { isLoopback } from '../engine/server-address.ts';

/** A server that Papertab knows by name. Its words are in the catalogue under its id. */
export interface KnownServer {
  readonly id: 'nord' | 'local';
  /** Address of its bridge endpoint, as {@link Settings.server} holds it. */
  readonly address: string;
  /** Where somebody claims a printer; where the code can be handed over, it is. */
  claimPage(claimCode: string): string;
}

const nord: KnownServer = {
  id: 'nord',
  address: 'wss://littleprinter.nordprojects.co/api/v1/connection',
  claimPage: () => 'https://littleprinter.nordprojects.co/',
};

/** The known servers, for a page at `pageUrl`: the stand-in is one only where a page from this computer may have it. */
export function knownServers(pageUrl: string): readonly KnownServer[] {
  const page = new URL(pageUrl);
  if (!isLoopback(page.hostname)) return [nord];
  const local: KnownServer = {
    id: 'local',
    address: `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/api/v1/connection`,
    claimPage: (claimCode) => `${page.origin}/local-sirius/?code=${encodeURIComponent(claimCode)}`,
  };
  return [local, nord];
}

/** The known server behind an address, if it is one. */
export function knownServerAt(address: string, pageUrl: string): KnownServer | undefined {
  return knownServers(pageUrl).find((server) => server.address === address);
}

/** Where a printer is claimed on the server at `address`: for one that is not known, its root page. */
export function claimPageOf(address: string, claimCode: string, pageUrl: string): string {
  const known = knownServerAt(address, pageUrl);
  if (known) return known.claimPage(claimCode);
  const url = new URL(address);
  return `${url.protocol === 'wss:' ? 'https:' : 'http:'}//${url.host}/`;
}
