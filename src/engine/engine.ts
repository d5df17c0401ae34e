/** The engine worker: everything that must survive a hidden or busy page. */
import { expose, transfer } from 'comlink';
import { systemClock } from '../clock.ts';
import { installErrorTransfer } from '../error-transfer.ts';
import { PapertabError } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import { type Database, openDatabase } from '../jobs/database.ts';
import { holdAlive } from '../worker-life.ts';
import type { EngineApi } from './api.ts';
import { NOTICES, type Notice, REQUESTS, type Request } from './calls.ts';
import { findDefaultServer, foundServerIn } from './default-server.ts';
import { type EngineWorker, reasonIn } from './engine-worker.ts';
import { browserSurroundings, investigate } from './investigate.ts';
import { Papertab } from './papertab.ts';
import { loadDriver, openPipe, openSerialWith } from './printer-parts.ts';
import { type Reign, type Runner, Seat } from './seat.ts';

installErrorTransfer();

const surroundings = browserSurroundings();
let database: Database | undefined;
/** The one that runs here, if one does. */
let present: { readonly reign: Reign; readonly papertab: Papertab } | undefined;
/** How other tabs tell this worker from others. */
const id = crypto.randomUUID();
const because = reasonIn(self.name);
const openSerial = openSerialWith(navigator.serial, () => present?.papertab.pluggedIn());

const seat = new Seat({
  clock: systemClock,
  locks: navigator.locks,
  check: checkRealm,
  start,
  loadGuest: async () => (await import('./view-channel.ts')).openGuestAs(id),
  loadHost: async () => (await import('./view-channel.ts')).openHostAs(crypto.randomUUID()),
  ...(because && { because }),
});

const requests = Object.fromEntries(
  REQUESTS.map((name) => [name, (...args: unknown[]) => seat.request(name, args)]),
) as unknown as Pick<EngineApi, Request>;

const notices = Object.fromEntries(
  NOTICES.map((name) => [name, (...args: unknown[]) => seat.notice(name, args)]),
) as unknown as Pick<EngineApi, Notice>;

const worker: EngineWorker = {
  ...requests,
  ...notices,
  picture: async (job) => {
    const bitmap = (await seat.request('picture', [job])) as Bitmap;
    return transfer(bitmap, [bitmap.data.buffer]);
  },
  takeOver: () => seat.takeOver(),
  holdAlive,
  ping: () => {},
  watch: (listener) => seat.watch(listener),
};

expose(worker);

async function start(reign: Reign): Promise<Runner> {
  database ??= await openDatabase({
    superseded: () => {
      database = undefined;
      present?.reign.fail(new PapertabError('storage-blocked'));
    },
    // A new engine begins from what is left; this one cannot know what that is.
    terminated: () => self.close(),
  });
  const defaultServer = await findDefaultServer(self.location.origin, fetch.bind(self), foundServerIn(database));
  // The newest epoch is that of the engine that began last: one that is late must not begin any more.
  reign.signal.throwIfAborted();
  const papertab = await Papertab.start(
    {
      clock: systemClock,
      database,
      defaultServer,
      random: () => Math.random(),
      isOnline: () => navigator.onLine,
      restart: () => reign.restart(),
      storage: navigator.storage,
      openSocket: (address) => new WebSocket(address),
      investigate: (address) => investigate(address, surroundings),
      openPipe,
      loadDriver,
      openSerial,
    },
    reign.emit,
  );
  const mine = { reign, papertab };
  present = mine;
  return {
    request: async (name, args) => callOf(papertab, name)(...args),
    notice: (name, args) => callOf(papertab, name)(...args),
    stop: () => {
      papertab.stop();
      if (present === mine) present = undefined;
    },
  };
}

/** A method of the engine by its name, for arguments that came from a page. */
function callOf(papertab: Papertab, name: Request | Notice): (...args: readonly unknown[]) => unknown {
  return (papertab[name] as (...args: readonly unknown[]) => unknown).bind(papertab);
}

/** Some browsers have no locks or no compression in a worker; better told now than at the first message. */
function checkRealm(): void {
  if (!self.isSecureContext) throw new PapertabError('page-insecure');
  if (navigator.locks === undefined) throw new PapertabError('engine-unsupported', 'Web Locks');
  if (typeof CompressionStream === 'undefined') throw new PapertabError('engine-unsupported', 'Compression Streams');
}
