import { isLoopback, isPrivateAddress } from '../bridge/server-address.ts';
import type { ErrorReport } from '../errors.ts';

/** A server that does not answer by then counts as unreachable. */
const PATIENCE_MS = 8_000;

/** What the browser can be asked about a server whose socket never opens. */
export interface Surroundings {
  fetch: typeof fetch;
  /** State of a permission, undefined where the browser does not know it. */
  permission(name: string): Promise<PermissionState | undefined>;
  /** Whether the page's policy was seen to block this address. */
  isBlockedByPolicy(address: string): boolean;
}

/**
 * Looks closer at a server whose socket never opens. Script cannot tell refused, unknown host and bad certificate apart;
 * it can see its own policy, the local network permission, and by one request whether anything answers there at all.
 */
export async function investigate(address: string, surroundings: Surroundings): Promise<ErrorReport> {
  if (surroundings.isBlockedByPolicy(address)) return { code: 'server-policy' };
  const url = new URL(address);
  if ((await localPermission(url, surroundings)) === 'denied') return { code: 'server-local-network' };
  url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:';
  try {
    await surroundings.fetch(url, {
      mode: 'no-cors',
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { code: 'server-not-sirius' };
  } catch {
    return { code: 'server-unreachable' };
  }
}

async function localPermission(url: URL, surroundings: Surroundings): Promise<PermissionState | undefined> {
  if (isLoopback(url.hostname)) return surroundings.permission('loopback-network');
  if (isPrivateAddress(url.hostname)) return surroundings.permission('local-network');
  return undefined;
}

/** The browser's own surroundings, for the engine worker. */
export function browserSurroundings(): Surroundings {
  const blocked = new Set<string>();
  addEventListener('securitypolicyviolation', (event) => {
    const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
    if (effectiveDirective === 'connect-src') blocked.add(originOf(blockedURI));
  });
  return {
    fetch: (...args) => fetch(...args),
    permission: async (name) => {
      try {
        return (await navigator.permissions.query({ name: name as PermissionName })).state;
      } catch {
        return undefined;
      }
    },
    isBlockedByPolicy: (address) => blocked.has(originOf(address)),
  };
}

function originOf(address: string): string {
  try {
    const { protocol, host } = new URL(address);
    return `${protocol}//${host}`;
  } catch {
    // A report may carry a bare scheme.
    return address;
  }
}
