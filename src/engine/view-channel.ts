import { systemClock } from '../clock.ts';
import { guestOn, type OpenGuest } from './view-guest.ts';
import { hostOn, type OpenHost } from './view-host.ts';
import { type Channel, type FromGuest, type FromOwner, VERSION } from './view-messages.ts';

const NAME = 'papertab-engine';

/** Opens the channel that all tabs of this browser share. */
function openChannel(hear: (data: unknown) => void): Channel {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }) => hear(data);
  return {
    post: (message: FromGuest | FromOwner) => channel.postMessage({ papertab: VERSION, ...message }),
    close: () => channel.close(),
  };
}

/** @param id by which other tabs tell this one from others */
export function openGuestAs(id: string): OpenGuest {
  return guestOn(openChannel, systemClock, id);
}

/** @param id of this engine: another one in the same tab has another */
export function openHostAs(id: string): OpenHost {
  return hostOn(openChannel, systemClock, id);
}
