/** The engine worker: everything that must survive a hidden or busy page. */
import { expose, transfer } from 'comlink';
import { systemClock } from '../clock.ts';
import { installErrorTransfer } from '../error-transfer.ts';
import { PapertabError, toPapertabError, toReport } from '../errors.ts';
import { openDatabase } from '../jobs/database.ts';
import { holdAlive, type Living } from '../worker-life.ts';
import type { EngineApi, EngineEvent, EngineState } from './api.ts';
import { NOTICES, type Notice, REQUESTS, type Request } from './calls.ts';
import { findDefaultServer, foundServerIn } from './default-server.ts';
import { becomeTheEngine } from './election.ts';
import { idleState } from './idle-state.ts';
import { browserSurroundings, investigate } from './investigate.ts';
import { Papertab } from './papertab.ts';
import { loadDriver, openPipe, openSerialWith } from './printer-parts.ts';

installErrorTransfer();

const surroundings = browserSurroundings();
let listener: ((event: EngineEvent) => void) | undefined;
/** The last state, for a listener that comes late. */
let state: EngineState = idleState({ phase: 'starting' });
let papertab: Papertab | undefined;
/** Lets the engine lock go. */
const over = new AbortController();
const running = start();
// Whoever calls is told why it failed; when nobody does, it has been told as state.
running.catch(() => {});

const requests = Object.fromEntries(
  REQUESTS.map((name) => [
    name,
    async (...args: unknown[]) => {
      const engine = await running;
      return (engine[name] as (...args: unknown[]) => unknown).apply(engine, args);
    },
  ]),
) as unknown as Pick<EngineApi, Request>;

const notices = Object.fromEntries(
  NOTICES.map((name) => [
    name,
    (...args: unknown[]) => (papertab?.[name] as ((...args: unknown[]) => void) | undefined)?.apply(papertab, args),
  ]),
) as unknown as Pick<EngineApi, Notice>;

const api: EngineApi & Living = {
  ...requests,
  ...notices,
  picture: async (id) => {
    const bitmap = await (await running).picture(id);
    return transfer(bitmap, [bitmap.data.buffer]);
  },
  holdAlive,
  watch(newListener) {
    listener = newListener;
    newListener({ type: 'state', state });
  },
};

expose(api);

async function start(): Promise<Papertab> {
  try {
    checkRealm();
    await becomeTheEngine(navigator.locks, () => emitState({ phase: 'elsewhere' }), over.signal);
    emitState({ phase: 'starting' });
    const database = await openDatabase({
      superseded: () => fail(new PapertabError('storage-blocked')),
      // A new engine begins from what is left; this one cannot know what that is.
      terminated: () => self.close(),
    });
    const defaultServer = await findDefaultServer(self.location.origin, fetch.bind(self), foundServerIn(database));
    papertab = await Papertab.start(
      {
        clock: systemClock,
        database,
        defaultServer,
        random: () => Math.random(),
        isOnline: () => navigator.onLine,
        storage: navigator.storage,
        restart: () => self.close(),
        openSocket: (address) => new WebSocket(address),
        investigate: (address) => investigate(address, surroundings),
        openPipe,
        loadDriver,
        openSerial: openSerialWith(navigator.serial, () => papertab?.pluggedIn()),
      },
      emit,
    );
    return papertab;
  } catch (thrown) {
    const error = toPapertabError(thrown);
    fail(error);
    throw error;
  }
}

/** Some browsers have no locks or no compression in a worker; better told now than at the first message. */
function checkRealm(): void {
  if (!self.isSecureContext) throw new PapertabError('page-insecure');
  if (navigator.locks === undefined) throw new PapertabError('engine-unsupported', 'Web Locks');
  if (typeof CompressionStream === 'undefined') throw new PapertabError('engine-unsupported', 'Compression Streams');
}

/** Nothing can be done here any more; another tab may have better luck. */
function fail(error: PapertabError): void {
  papertab?.stop();
  over.abort();
  emitState({ phase: 'failed', failure: toReport(error) });
}

function emitState(change: Pick<EngineState, 'phase'> & Partial<EngineState>): void {
  emit({ type: 'state', state: idleState(change) });
}

function emit(event: EngineEvent): void {
  if (event.type === 'state') state = event.state;
  listener?.(event);
  // Another engine began a newer epoch, which happens only when it took this one for dead.
  if (event.type === 'trouble' && event.error.code === 'engine-superseded')
    fail(new PapertabError('engine-superseded'));
}
