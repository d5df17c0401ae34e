import type { EngineApi } from './api.ts';

type Name = Exclude<keyof EngineApi, 'watch' | 'takeOver'>;

/** What the page asks for and waits for: such a call waits until this engine is the one that runs. */
export const REQUESTS = [
  'jobs',
  'unfinished',
  'picture',
  'print',
  'reprint',
  'release',
  'cancel',
  'remove',
  'configure',
  'configureLittlePrinter',
  'addLittlePrinter',
  'importPrinter',
  'resetLittlePrinter',
  'restoreLittlePrinter',
  'forgetLittlePrinter',
  'pressButton',
  'face',
  'printerFile',
  'addPaperPrinter',
  'configurePaperPrinter',
  'forgetPaperPrinter',
  'usePaperPrinter',
  'moveJobs',
  'selfTest',
  'attach',
  'log',
  'clearLog',
  'storageUse',
  'copyFolder',
  'setCopyFolder',
  'exportBackup',
  'readBackup',
  'importBackup',
] as const satisfies readonly Name[];

/** What the page tells: nothing to an engine that does not run. */
export const NOTICES = [
  'reconnect',
  'tell',
  'reach',
  'unreachable',
  'dismissAbsence',
] as const satisfies readonly Name[];

export type Request = (typeof REQUESTS)[number];
export type Notice = (typeof NOTICES)[number];

/** All calls of the engine; of no use when one of them is in neither list. */
export type Call = [Exclude<Name, Request | Notice>] extends [never] ? Request | Notice : never;
