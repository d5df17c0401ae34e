import type { BridgeStatus } from '../bridge/status.ts';
import type { ErrorCode } from '../errors.ts';
import type { ButtonPicture, PersonalitySummary } from './personalities.ts';

/** What ends or prevents a connection when nothing of the world outside can be reached. */
const NO_INTERNET: readonly ErrorCode[] = ['server-unreachable', 'server-lost', 'server-silent'];

/**
 * What a press of the button shows while nothing is held. The hardware knew two ways to be cut off: from its bridge, and
 * from the internet behind that. Here the bridge is the connection to the server, and what is known of it decides.
 *
 * @param random from 0 to 1
 */
export function showOnPress(
  bridge: BridgeStatus,
  world: { readonly isOnline: boolean; readonly random: number },
  { quips }: PersonalitySummary,
): ButtonPicture {
  if (bridge.phase === 'connected') {
    // Each quip is as likely as that there is nothing to print.
    return world.random * (quips + 1) >= 1 ? 'quip' : 'nothing-to-print';
  }
  const trouble = 'trouble' in bridge ? bridge.trouble?.code : undefined;
  const isOffline = !world.isOnline || (trouble !== undefined && NO_INTERNET.includes(trouble));
  return isOffline ? 'cannot-see-internet' : 'cannot-see-bridge';
}
