import type { ErrorReport } from '../errors.ts';
import type { EngineEvent } from './api.ts';
import { NOTICES, type Notice, REQUESTS, type Request } from './calls.ts';

/**
 * What the tabs of this browser speak among themselves; it is in every message. Rises with every change of these
 * messages, of what can be called and of what is told: tabs of different releases do not understand each other, and do
 * not try.
 */
export const VERSION = 2;

/** How often the tab that is the printer says that it is there. */
export const BEAT_MS = 5_000;
/** What reaches the printer so late is not done: its sender has given up, and may have asked once more. */
export const LATE_MS = 10_000;
/** Most calls of one tab that are under way. */
export const MOST_CALLS = 100;
/** Most calls of all tabs together: what passes for a tab may have any name. */
export const MOST_CALLS_OF_ALL = 500;

/** What can be asked of the engine in another tab: all that needs nothing that only its own page has. */
export type SharedRequest = Exclude<Request, 'attach'>;
export type SharedNotice = Exclude<Notice, 'tell' | 'unreachable'>;

const SHARED_REQUESTS: readonly string[] = REQUESTS.filter((name) => name !== 'attach');
const SHARED_NOTICES: readonly string[] = NOTICES.filter((name) => name !== 'tell' && name !== 'unreachable');

export function isSharedRequest(name: unknown): name is SharedRequest {
  return typeof name === 'string' && SHARED_REQUESTS.includes(name);
}

export function isSharedNotice(name: unknown): name is SharedNotice {
  return typeof name === 'string' && SHARED_NOTICES.includes(name);
}

/** What an engine tells other tabs: all but what is for its own page alone. */
export type SharedEvent = Exclude<EngineEvent, { type: 'reach' | 'let-go' }>;

/** From a tab that looks on, `guest`, to the one that is the printer; what is for one of them alone names it. */
export type FromGuest =
  /** Tell me how you stand. */
  | { readonly type: 'join'; readonly guest: string }
  /** Numbered, and answered with `done` or `refused`. `at` is when it was asked, in Unix milliseconds. */
  | {
      readonly type: 'ask';
      readonly guest: string;
      readonly to: string;
      readonly number: number;
      readonly at: number;
      readonly name: SharedRequest;
      readonly args: readonly unknown[];
    }
  | {
      readonly type: 'notice';
      readonly to: string;
      readonly at: number;
      readonly name: SharedNotice;
      readonly args: readonly unknown[];
    }
  /** Let the printer go: I take your place. Without `to` it is for whoever that is. */
  | { readonly type: 'let-go'; readonly to?: string };

/** From the tab that is the printer, `owner`. */
export type FromOwner =
  | { readonly type: 'beat'; readonly owner: string }
  | { readonly type: 'told'; readonly owner: string; readonly event: SharedEvent }
  | {
      readonly type: 'done';
      readonly owner: string;
      readonly guest: string;
      readonly number: number;
      readonly value: unknown;
    }
  | {
      readonly type: 'refused';
      readonly owner: string;
      readonly guest: string;
      readonly number: number;
      readonly error: ErrorReport;
    }
  /** It is the printer no more. */
  | { readonly type: 'gone'; readonly owner: string };

/** A channel to all other tabs of this browser. */
export interface Channel {
  /** Throws when a message cannot be copied. */
  post(message: FromGuest | FromOwner): void;
  close(): void;
}

export type OpenChannel = (hear: (data: unknown) => void) => Channel;

/** A message of a tab that looks on; undefined when it is none, or another release's. */
export function readFromGuest(data: unknown): FromGuest | undefined {
  if (!isOurs(data)) return undefined;
  const isCall = isTime(data.at) && isId(data.to) && Array.isArray(data.args);
  const isWhole =
    (data.type === 'join' && isId(data.guest)) ||
    (data.type === 'ask' && isCall && isId(data.guest) && isCount(data.number) && isSharedRequest(data.name)) ||
    (data.type === 'notice' && isCall && isSharedNotice(data.name)) ||
    (data.type === 'let-go' && (data.to === undefined || isId(data.to)));
  return isWhole ? (data as unknown as FromGuest) : undefined;
}

/** A message of the tab that is the printer; undefined when it is none, or another release's. */
export function readFromOwner(data: unknown): FromOwner | undefined {
  if (!isOurs(data) || !isId(data.owner)) return undefined;
  const isAnswer = isId(data.guest) && isCount(data.number);
  const isWhole =
    data.type === 'beat' ||
    data.type === 'gone' ||
    (data.type === 'told' && isEvent(data.event)) ||
    (data.type === 'done' && isAnswer) ||
    (data.type === 'refused' && isAnswer && isReport(data.error));
  return isWhole ? (data as unknown as FromOwner) : undefined;
}

/** Whether some release's engine has said something: it lives, whatever it means. */
export function isSignOfLife(data: unknown): boolean {
  return isObject(data) && isCount(data.papertab) && isId(data.owner) && data.type !== 'gone';
}

type Loose = Readonly<Record<string, unknown>>;

function isOurs(data: unknown): data is Loose {
  return isObject(data) && data.papertab === VERSION;
}

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 64;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isReport(value: unknown): value is ErrorReport {
  return isObject(value) && isId(value.code) && (value.detail === undefined || typeof value.detail === 'string');
}

function isEvent(event: unknown): event is SharedEvent {
  if (!isObject(event)) return false;
  switch (event.type) {
    case 'state':
      return isState(event.state);
    case 'job':
      return isJob(event.job);
    case 'job-removed':
      return isCount(event.id);
    case 'progress':
      return isCount(event.id) && isCount(event.rows) && isTime(event.at);
    case 'trouble':
      return isReport(event.error);
    default:
      return false;
  }
}

const PHASES: readonly unknown[] = ['starting', 'elsewhere', 'running', 'failed'];

function isState(state: unknown): boolean {
  return (
    isObject(state) &&
    PHASES.includes(state.phase) &&
    [state.bridge, state.settings, state.copies].every(isObject) &&
    [state.littlePrinters, state.paperPrinters, state.retired].every(
      (list) => Array.isArray(list) && list.every(isObject),
    )
  );
}

function isJob(job: unknown): boolean {
  return (
    isObject(job) &&
    isCount(job.id) &&
    typeof job.state === 'string' &&
    typeof job.paperPrinter === 'string' &&
    isObject(job.origin) &&
    isCount(job.width) &&
    isCount(job.height) &&
    isTime(job.createdAt)
  );
}
