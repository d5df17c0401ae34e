/** The engine worker: everything that must survive a hidden or busy page. */
import { expose, transfer } from 'comlink';
import { systemClock } from '../clock.ts';
import { installErrorTransfer } from '../error-transfer.ts';
import { PapertabError } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import { holdAlive } from '../worker-life.ts';
import type { EngineApi } from './api.ts';
import { NOTICES, type Notice, REQUESTS, type Request } from './calls.ts';
import { type EngineWorker, reasonIn } from './engine-worker.ts';
import { Seat } from './seat.ts';

installErrorTransfer();

/** How other tabs tell this worker from others. Made so that a page that came over plain http can still say so. */
const id = `${Date.now()}-${Math.random()}`;
const because = reasonIn(self.name);

const seat = new Seat({
  clock: systemClock,
  locks: navigator.locks,
  check: checkRealm,
  // A tab that only shows the engine of another one can do so without waiting for all that.
  start: async (reign) => (await import('./start-papertab.ts')).startPapertab(reign),
  loadGuest: async () => {
    const { openGuestAs } = await import('./view-channel.ts');
    // It may have to take over when nothing can be loaded: the service worker may stand still with the tab that does.
    void import('./start-papertab.ts').then(({ loadTheRest }) => loadTheRest()).catch(() => {});
    return openGuestAs(id);
  },
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

/** Some browsers have no locks or no compression in a worker; better told now than at the first message. */
function checkRealm(): void {
  if (!self.isSecureContext) throw new PapertabError('page-insecure');
  if (navigator.locks === undefined) throw new PapertabError('engine-unsupported', 'Web Locks');
  if (typeof CompressionStream === 'undefined') throw new PapertabError('engine-unsupported', 'Compression Streams');
}
