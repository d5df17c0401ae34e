/** The engine proper, loaded into the one worker of this browser that is to run it. */
import { systemClock } from '../clock.ts';
import { PapertabError } from '../errors.ts';
import { type Database, openDatabase } from '../jobs/database.ts';
import type { Notice, Request } from './calls.ts';
import { findDefaultServer, foundServerIn } from './default-server.ts';
import { browserSurroundings, investigate } from './investigate.ts';
import { Papertab } from './papertab.ts';
import { loadDriver, openPipe, openSerialWith } from './printer-parts.ts';
import type { Reign, Runner } from './seat.ts';

const surroundings = browserSurroundings();
let database: Database | undefined;
/** The one that runs here, if one does. */
let present: { readonly reign: Reign; readonly papertab: Papertab } | undefined;
const openSerial = openSerialWith(navigator.serial, () => present?.papertab.pluggedIn());

/**
 * Opens the database, unless it is open, and starts the engine on it.
 *
 * @throws PapertabError what the database refuses for
 */
export async function startPapertab(reign: Reign): Promise<Runner> {
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
      giveUp: () => self.close(),
      signal: reign.signal,
      ...(reign.because && { because: reign.because }),
      storage: navigator.storage,
      openSocket: (address) => new WebSocket(address),
      investigate: (address) => investigate(address, surroundings),
      openPipe,
      loadDriver,
      openSerial,
    },
    reign.emit,
  );
  if (database === undefined) {
    // A newer release took it while this one began.
    papertab.stop();
    throw new PapertabError('storage-blocked');
  }
  loadTheRest();
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

/** Begins to load ahead what the start does not need; once is enough. */
export function loadTheRest(): void {
  void import('./later-parts.ts').catch(() => {});
}

/** A call of the engine by its name, for arguments that came from a page. */
function callOf({ calls }: Papertab, name: Request | Notice): (...args: readonly unknown[]) => unknown {
  return calls[name] as (...args: readonly unknown[]) => unknown;
}
