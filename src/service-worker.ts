import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';

declare const self: ServiceWorkerGlobalScope & {
  /** Put in by the build: every file of it, with a revision where the name carries no hash. */
  readonly __WB_MANIFEST: readonly { readonly url: string; readonly revision: string | null }[];
};

/** What the page may say to a waiting service worker. */
interface SkipWaitingMessage {
  readonly type: 'SKIP_WAITING';
}

function isSkipWaiting(data: unknown): data is SkipWaitingMessage {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING';
}

/**
 * Whether a navigation asks for the page itself: the scope's root, with whatever query. Routes live behind the `#`, so
 * nothing else in the scope is the page, and on localhost other pages do live there (the claim page of local-sirius).
 */
function asksForThePage(request: Request): boolean {
  const url = new URL(request.url);
  const scope = new URL(self.registration.scope);
  return request.mode === 'navigate' && url.origin === scope.origin && url.pathname === scope.pathname;
}

let firstInstall = false;

self.addEventListener('install', () => {
  firstInstall = self.registration.active === null;
});

self.addEventListener('activate', (event) => {
  // On the first visit nothing is displaced, and claiming the page is what lets it go offline, and its engine start
  // again, without a second visit. An update has waited until the user let it in; the page then reloads by itself.
  if (firstInstall) event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  // The only way in for an update: a new version never replaces the page under a print.
  if (isSkipWaiting(event.data)) void self.skipWaiting();
});

// Before Workbox's own listener, which serves the root only without a query.
self.addEventListener('fetch', (event) => {
  if (!asksForThePage(event.request)) return;
  event.stopImmediatePropagation();
  event.respondWith(matchPrecache('index.html').then((page) => page ?? fetch(event.request)));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(showThePage());
});

/** Shows the page where it is open, or opens it. Other pages in the scope are not it. */
async function showThePage(): Promise<void> {
  const scope = new URL(self.registration.scope);
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = windows.filter(({ url }) => new URL(url).pathname === scope.pathname);
  const shown = open.find(({ visibilityState }) => visibilityState === 'visible') ?? open[0];
  if (shown) await shown.focus();
  else await self.clients.openWindow(scope.href);
}

precacheAndRoute([...self.__WB_MANIFEST]);
cleanupOutdatedCaches();
