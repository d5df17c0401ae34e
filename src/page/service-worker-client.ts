/** The part of a browser's `ServiceWorker` that is used here. */
type WorkerLike = Pick<EventTarget, 'addEventListener'>;

/** The part of a `ServiceWorkerRegistration` that is used here. */
interface RegistrationLike extends Pick<EventTarget, 'addEventListener'> {
  readonly installing: WorkerLike | null;
  readonly waiting: WorkerLike | null;
}

/** The part of workbox-window's `Workbox` that is used here. */
export interface WorkboxLike {
  addEventListener(
    type: 'installed' | 'controlling',
    listener: (event: { isUpdate?: boolean; isExternal?: boolean }) => void,
  ): void;
  register(): Promise<RegistrationLike | undefined>;
  update(): Promise<unknown>;
  messageSkipWaiting(): void;
}

/** The site's data take so long to be cleared, in milliseconds: what is stored meanwhile may be thrown away as well. */
const CLEARING_MS = 10_000;

export interface ServiceWorkerHooks {
  /** Loads the library and makes its object for the worker's address; it is not needed for the first paint. */
  load(): Promise<WorkboxLike>;
  /** Whether a service worker stands behind the page now. */
  isControlled(): boolean;
  reload(): void;
  /** The page is stored in this browser: it works offline from now on. Called once, on the visit that stored it. */
  onOfflineReady(): void;
  /** A new version waits. `apply` lets it take over and reloads the page: only on the user's word. */
  onUpdateReady(apply: () => void): void;
  /** Another tab let a new version take over, and what this page would load later is gone. `reload` brings it up to date. */
  onTakenOver(reload: () => void): void;
  /** The site's data were cleared, and the page as it was stored with them. It is stored once more in a moment. */
  onCleared(): void;
}

export interface ServiceWorkerClient {
  /** Looks for a new version. */
  check(): void;
}

/**
 * Registers the service worker and tells what becomes of it. It never takes over by itself, and the page is reloaded
 * only in the tab in which the user let it.
 */
export async function registerServiceWorker(hooks: ServiceWorkerHooks): Promise<ServiceWorkerClient> {
  const workbox = await hooks.load();
  let applying = false;
  // One without has nothing yet that a new version could displace; so has a second tab that was opened before the first
  // service worker was ready, and to that one it comes from outside.
  let isControlled = hooks.isControlled();
  workbox.addEventListener('installed', (event) => {
    // An update that is found late in a visit counts as external only.
    if (!event.isUpdate && !event.isExternal) hooks.onOfflineReady();
  });
  let registration: RegistrationLike | undefined;
  /** The new version that was told of last. */
  let told: WorkerLike | null | undefined;
  // The library follows the first update that it finds late in a visit, and none after that, also where that one failed.
  const look = (): void => {
    const { installing, waiting } = registration ?? {};
    installing?.addEventListener('statechange', look);
    // The first one of all waits for a moment before it begins.
    if (!waiting || waiting === told || !isControlled) return;
    told = waiting;
    hooks.onUpdateReady(() => {
      if (applying) return;
      applying = true;
      workbox.messageSkipWaiting();
    });
  };
  const register = async (): Promise<void> => {
    registration = await workbox.register();
    registration?.addEventListener('updatefound', look);
    look();
  };
  // Offline, or the server is away: it is looked for again later. One that is gone has to be registered again.
  const check = (): void =>
    void (hooks.isControlled() ? workbox.update() : register()).catch(() => undefined).then(look);
  workbox.addEventListener('controlling', () => {
    if (!hooks.isControlled()) {
      hooks.onCleared();
      setTimeout(check, CLEARING_MS);
    } else if (applying) hooks.reload();
    else if (isControlled) hooks.onTakenOver(hooks.reload);
    isControlled = hooks.isControlled();
  });
  await register();
  return { check };
}
