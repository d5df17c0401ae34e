import { idleState } from '../../../src/engine/idle-state.ts';
import { guestOn } from '../../../src/engine/view-guest.ts';
import { hostOn } from '../../../src/engine/view-host.ts';
import {
  isSharedNotice,
  isSharedRequest,
  isSignOfLife,
  readFromGuest,
  readFromOwner,
  VERSION,
} from '../../../src/engine/view-messages.ts';
import { must, target } from '../target.ts';
import { mutateValue, valueSeed } from '../values.ts';

const NOW = 1_437_148_416_240;
const GUEST = 'guest-1';
const OWNER = 'owner-1';
const CLOCK = { now: () => NOW, after: () => () => {} };
const STATE = idleState({ phase: 'running', runsHere: true });

const JOB = {
  id: 4,
  paperPrinter: 'screen',
  origin: { kind: 'local', source: 'note' },
  state: 'printed',
  createdAt: 1,
  changedAt: 2,
  width: 384,
  height: 20,
};

const SEEDS = [
  { type: 'join', guest: GUEST },
  { type: 'ask', guest: GUEST, to: OWNER, number: 3, at: NOW, name: 'jobs', args: [{ limit: 10 }] },
  { type: 'notice', to: OWNER, at: NOW, name: 'reconnect', args: [] },
  { type: 'let-go', to: OWNER },
  { type: 'beat', owner: OWNER },
  { type: 'told', owner: OWNER, event: { type: 'state', state: STATE } },
  { type: 'told', owner: OWNER, event: { type: 'job', job: JOB } },
  { type: 'told', owner: OWNER, event: { type: 'progress', id: 4, rows: 12, at: NOW } },
  { type: 'told', owner: OWNER, event: { type: 'trouble', error: { code: 'storage-full', detail: 'x' } } },
  { type: 'told', owner: OWNER, event: { type: 'job-removed', id: 4 } },
  { type: 'done', owner: OWNER, guest: GUEST, number: 1, value: [] },
  { type: 'refused', owner: OWNER, guest: GUEST, number: 1, error: { code: 'job-unknown' } },
  { type: 'gone', owner: OWNER },
].map((message) => valueSeed({ papertab: VERSION, ...message }));

interface Heard {
  readonly fromGuest: ReturnType<typeof readFromGuest>;
  readonly fromOwner: ReturnType<typeof readFromOwner>;
  /** What an engine that runs was asked, and what a page was told. */
  readonly asked: readonly { readonly name: string; readonly args: readonly unknown[] }[];
  readonly told: readonly { readonly type: string }[];
}

/** Lets a host and a guest hear it, each of which has a conversation under way. */
function hear(data: unknown): Pick<Heard, 'asked' | 'told'> {
  const asked: { name: string; args: readonly unknown[] }[] = [];
  const told: { type: string }[] = [];
  let toHost = (_data: unknown): void => {};
  let toGuest = (_data: unknown): void => {};
  const channel = { post: () => {}, close: () => {} };
  const host = hostOn(
    (listener) => {
      toHost = listener;
      return channel;
    },
    CLOCK,
    OWNER,
  )({
    state: () => STATE,
    letGo: () => {},
    request: async (name, args) => void asked.push({ name, args }),
    notice: (name, args) => void asked.push({ name, args }),
  });
  const guest = guestOn(
    (listener) => {
      toGuest = listener;
      return channel;
    },
    CLOCK,
    GUEST,
  )({ tell: (event) => void told.push(event), reached: () => {}, silent: () => {} });
  toGuest({ papertab: VERSION, type: 'told', owner: OWNER, event: { type: 'state', state: STATE } });
  guest.request('jobs', [{ limit: 1 }]).catch(() => {});
  told.length = 0;
  toHost(data);
  toGuest(data);
  guest.close();
  host.close();
  return { asked, told };
}

export const tabMessages = target<unknown, Heard>({
  name: 'tab-messages',
  codes: [],
  generate: (random) => mutateValue(random.pick(SEEDS), random),
  feed(data) {
    isSignOfLife(data);
    return { fromGuest: readFromGuest(data), fromOwner: readFromOwner(data), ...hear(data) };
  },
  judge(data, { fromGuest, fromOwner }) {
    if (fromGuest !== undefined || fromOwner !== undefined) return 'accepted';
    const isOurs = typeof data === 'object' && data !== null && 'papertab' in data && data.papertab === VERSION;
    return isOurs ? 'refused' : 'outside';
  },
  mostBytes: () => 0,
  check(_data, { fromGuest, fromOwner, asked, told }) {
    must(fromGuest === undefined || fromOwner === undefined, 'it is from one side alone');
    must(fromGuest !== undefined || asked.length === 0, 'nothing is asked by what is no message');
    for (const { name, args } of asked) {
      must((isSharedRequest(name) || isSharedNotice(name)) && Array.isArray(args), 'only what may be asked');
    }
    must(fromOwner !== undefined || told.length === 0, 'nothing is told by what is no message');
    must(
      told.every(({ type }) => ['state', 'job', 'job-removed', 'progress', 'trouble'].includes(type)),
      'only what may be told',
    );
  },
});
