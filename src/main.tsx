import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app/app.tsx';
import { createModel, type Model } from './app/model.ts';
import type { Platform } from './app/platform.ts';
import { words } from './app/words.ts';
import { startEngine } from './engine/client.ts';
import { createBadge } from './page/badge.ts';
import { copyText } from './page/clipboard.ts';
import { watchEnvironment } from './page/environment.ts';
import { watchInstall } from './page/install.ts';
import { askForLocalNetwork } from './page/local-network.ts';
import { createMemory } from './page/memory.ts';
import { createNotices } from './page/notify.ts';
import { isPersisted, persist } from './page/persistence.ts';
import { lazyConnector } from './page/printers/lazy-connector.ts';
import { saveFile } from './page/save-file.ts';
import { createScreenKeeper } from './page/wake-lock.ts';
import './app/styles/index.css';

/** A blob is kept so long after the click that saves it, in milliseconds. */
const BLOB_LIFE_MS = 60_000;
/** How often a page that stays open looks for a new version, in milliseconds. */
const UPDATE_CHECK_MS = 3_600_000;

const platform: Platform = {
  pageUrl: location.href,
  now: () => Date.now(),
  copyText: (text) => copyText(text, navigator.clipboard),
  saveFile: (name, content) =>
    saveFile(name, content, { document, url: URL, later: (task) => setTimeout(task, BLOB_LIFE_MS) }),
  drawPaper: async (blocks, width) => {
    const { drawPaper } = await import('./page/text-bitmap.ts');
    return drawPaper(blocks, width, {
      createCanvas: (w, h) => Object.assign(document.createElement('canvas'), { width: w, height: h }),
      createPath: (data) => new Path2D(data),
      loadFont: (font) => document.fonts.load(font),
    });
  },
  openPicture: async (file) => (await import('./page/pictures/open-picture.ts')).openPicture(file),
  isPersisted: () => isPersisted(navigator.storage),
  persist: () => persist(navigator.storage),
  memory: createMemory(() => localStorage),
  askForLocalNetwork: (server) => askForLocalNetwork(server, location.href, fetch.bind(globalThis)),
  canKeepAwake: 'wakeLock' in navigator,
  printers: lazyConnector(async () => {
    const { createConnector } = await import('./page/printers/create-connector.ts');
    return createConnector({
      // Absent in many browsers, whatever their types say.
      bluetooth: (navigator as Partial<Navigator>).bluetooth,
      serial: (navigator as Partial<Navigator>).serial,
      isSecureContext,
      userAgent: navigator.userAgent,
      isBrave: 'brave' in navigator,
      engine,
      paperPrinters: () => model?.state.peek().paperPrinters ?? [],
    });
  }),
  folders: {
    isSupported: async () => (await loadFolders()).isFolderSupported(),
    choose: async () => (await loadFolders()).chooseFolder(),
    allow: async (folder) => (await loadFolders()).allowFolder(folder),
  },
  notices: createNotices(
    'Notification' in self && 'serviceWorker' in navigator
      ? {
          api: Notification,
          registration: () => navigator.serviceWorker.getRegistration(),
          icon: new URL('icons/icon-192.png', document.baseURI).href,
        }
      : undefined,
  ),
  badge: createBadge(navigator),
  isLookedAt: () => document.visibilityState === 'visible' && document.hasFocus(),
  // Not in the standard library's types yet, nor in every browser.
  wasDiscarded: (document as Document & { readonly wasDiscarded?: boolean }).wasDiscarded === true,
  reload: () => location.reload(),
};

function loadFolders(): Promise<typeof import('./page/copy-folder.ts')> {
  return import('./page/copy-folder.ts');
}

/** The engine may speak before the model is made of it. */
let model: Model | undefined;
const engine = startEngine((event) => model?.hear(event));
model = createModel(engine, platform, location.hash);
start(model, document.querySelector('#app')!);

function start(model: Model, root: Element): void {
  render(<App model={model} />, root);
  // Nobody misses it in the first moment, and without it the page itself still tells.
  void import('./app/outside.ts').then(({ tellOutside }) => tellOutside(model)).catch(() => undefined);

  watchEnvironment({ window, document }, (event) => void engine.tell(event).catch(() => undefined));
  watchInstall(window, (install) => {
    const { install: _, ...rest } = model.app.peek();
    model.app.value = install ? { ...rest, install } : rest;
  });
  void platform.isPersisted().then((kept) => {
    model.persisted.value = kept;
  });

  const screen = createScreenKeeper({ wakeLock: platform.canKeepAwake ? navigator.wakeLock : undefined, document });
  effect(() => screen.set(model.state.value.settings.keepAwake));

  if (import.meta.env.PROD && 'serviceWorker' in navigator) void keepUpToDate(model);
}

async function keepUpToDate(model: Model): Promise<void> {
  try {
    const { registerServiceWorker } = await import('./page/service-worker-client.ts');
    const client = await registerServiceWorker({
      load: async () =>
        new (await import('workbox-window')).Workbox(new URL('service-worker.js', document.baseURI).href),
      isControlled: () => navigator.serviceWorker.controller !== null,
      reload: () => location.reload(),
      onOfflineReady: () => {
        model.app.value = { ...model.app.peek(), offlineReady: true };
        model.say(words.cards.offline);
      },
      onUpdateReady: (applyUpdate) => {
        model.app.value = { ...model.app.peek(), applyUpdate };
      },
      onTakenOver: (reload) => {
        // A tab that only waits interrupts nothing; one that is the printer, or is in use, asks its user.
        const { phase, runsHere } = model.state.peek();
        const isIdle = !runsHere && model.draft.peek() === '' && model.sheet.peek() === undefined;
        if (phase === 'elsewhere' || (isIdle && document.visibilityState === 'hidden')) reload();
        else model.app.value = { ...model.app.peek(), applyUpdate: reload };
        // The engine's own file went with the old version: one that dies now never comes back to this page.
        effect(() => {
          if (model.state.value.failure?.code === 'engine-failing') reload();
        });
      },
      onCleared: () => {
        const { applyUpdate: _, ...rest } = model.app.peek();
        model.app.value = { ...rest, offlineReady: false };
      },
    });
    setInterval(() => client.check(), UPDATE_CHECK_MS);
  } catch {
    // Without a service worker the page works all the same, as long as it is online.
  }
}
