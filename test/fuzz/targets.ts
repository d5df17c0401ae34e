import type { Target } from './target.ts';
import { serverAddresses } from './targets/addresses.ts';
import { backups } from './targets/backups.ts';
import { bridgeMessages } from './targets/bridge-messages.ts';
import { CANARIES } from './targets/canaries.ts';
import { frames } from './targets/frames.ts';
import { claimCodes, printerFiles } from './targets/identities.ts';
import { imageHeaders, sentImages, svgSizes } from './targets/images.ts';
import { payloads, runs } from './targets/payloads.ts';
import { pipes } from './targets/pipes.ts';
import { logEntries, records } from './targets/records.ts';
import { escposReplies, flowControl, paperangReplies } from './targets/replies.ts';
import { settings, storedJobs, storedPictures } from './targets/stored.ts';
import { tabMessages } from './targets/tabs.ts';

/** Everything here that reads what others wrote. */
export const TARGETS: readonly Target[] = [
  frames,
  payloads,
  runs,
  claimCodes,
  printerFiles,
  bridgeMessages,
  paperangReplies,
  escposReplies,
  flowControl,
  pipes,
  storedJobs,
  storedPictures,
  records,
  logEntries,
  settings,
  backups,
  tabMessages,
  imageHeaders,
  sentImages,
  svgSizes,
  serverAddresses,
];

export function targetNamed(name: string): Target {
  const found = [...TARGETS, ...CANARIES].find((target) => target.name === name);
  if (found === undefined) throw new Error(`no target ${name}`);
  return found;
}
