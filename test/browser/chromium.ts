import { type BrowserContext, chromium, type Page } from 'playwright-core';
import puppeteer, { type Browser as PuppeteerBrowser, type Page as PuppeteerPage } from 'puppeteer-core';
import { requireChromium } from './find-chromium.ts';
import { makeTemporaryFolder, removeFolder } from './temporary.ts';

/** Quiet on the network, and the same on every machine. */
export const QUIET = [
  '--headless=new',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Nothing leaves this computer: no test printer ever turns up on a server of the web.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/** Chromium refuses its sandbox to root and in most containers. */
export const UNSANDBOXED = process.getuid?.() === 0 || process.env.CI !== undefined;

/**
 * Web Bluetooth, which Chromium on Linux does not have without being asked: with grants that outlive a reload, as the
 * newest browsers have them, or without.
 */
const BLUETOOTH = {
  remembers: ['WebBluetooth', 'WebBluetoothNewPermissionsBackend'],
  forgets: ['WebBluetooth'],
};

function enable(features: readonly string[]): string[] {
  return features.length === 0 ? [] : [`--enable-features=${features.join()}`];
}

/** What puppeteer switches off by default, and what a test of hidden pages is about. */
const THROTTLING = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-features',
];

/** A browser with a fresh profile. */
export interface TestBrowser {
  readonly context: BrowserContext;
  /** Its first tab. */
  readonly page: Page;
  /** Ends it as a loss of power would, and leaves its profile for the next one. */
  kill(): Promise<void>;
  /** Ends it, and removes its profile, also where that was given. */
  close(): Promise<void>;
  /** Folder of its profile. */
  readonly profile: string;
}

/** Launches Chromium with a fresh profile. Its pages never hide: for that there is {@link launchThrottled}. */
export async function launchBrowser(options: BrowserOptions = {}): Promise<TestBrowser> {
  const profile = options.profile ?? (await makeTemporaryFolder('profile'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: options.executable?.path ?? requireChromium(),
    ...(options.executable && { env: { ...process.env, ...options.executable.env } }),
    // Playwright's own headless switch would choose another program; --headless=new is Chromium itself.
    headless: false,
    chromiumSandbox: !UNSANDBOXED,
    args: [...QUIET, ...enable(options.bluetooth === undefined ? [] : BLUETOOTH[options.bluetooth])],
    colorScheme: options.dark ? 'dark' : 'light',
    ...SCREENS[options.screen ?? 'desktop'],
    reducedMotion: 'no-preference',
  });
  // A machine that several browsers share takes its time.
  context.setDefaultTimeout(60_000);
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    profile,
    kill: () => killBrowser(context),
    close: async () => {
      await context.close();
      await removeFolder(profile);
    },
  };
}

async function killBrowser(context: BrowserContext): Promise<void> {
  const browser = context.browser();
  if (browser === null) throw new Error('The tab belongs to no browser');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const gone = new Promise<void>((resolve) => context.once('close', () => resolve()));
  // The browser first: it would start what its tabs lose anew.
  for (const { id } of processInfo.sort((a, b) => Number(b.type === 'browser') - Number(a.type === 'browser'))) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // Gone with the one before it.
    }
  }
  await gone;
}

export interface BrowserOptions {
  /** A profile that an earlier browser has left, see {@link TestBrowser.kill}; absent: a fresh one. */
  readonly profile?: string;
  readonly screen?: keyof typeof SCREENS;
  readonly dark?: boolean;
  /** Absent: the browser has no Web Bluetooth. */
  readonly bluetooth?: keyof typeof BLUETOOTH;
  /** A program that starts Chromium in surroundings of its own, and what that reads. */
  readonly executable?: { readonly path: string; readonly env: Readonly<Record<string, string>> };
}

const SCREENS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true },
  /** Fewer pixels across than a print has dots. */
  narrow: { viewport: { width: 320, height: 640 } },
};

/** A browser whose pages really hide, are throttled and can be frozen. */
export interface ThrottledBrowser {
  readonly browser: PuppeteerBrowser;
  readonly page: PuppeteerPage;
  /** Puts another tab in front, so that the page is hidden. */
  hide(): Promise<void>;
  show(): Promise<void>;
  /** Stops the page and its workers, as Chrome does with tabs in the background. The page must be hidden. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Launches Chromium with the throttling that users have.
 *
 * @param intensiveAfterSeconds how long a page is hidden before its timers fire once a minute; Chrome's own is 300
 * @param options whether the browser has Web Bluetooth
 */
export async function launchThrottled(
  intensiveAfterSeconds: number,
  options: { readonly bluetooth?: boolean } = {},
): Promise<ThrottledBrowser> {
  const profile = await makeTemporaryFolder('profile');
  const browser = await puppeteer.launch({
    executablePath: requireChromium(),
    userDataDir: profile,
    headless: true,
    pipe: true,
    args: [
      ...QUIET,
      ...(UNSANDBOXED ? ['--no-sandbox'] : []),
      ...enable([
        `IntensiveWakeUpThrottling:grace_period_seconds/${intensiveAfterSeconds}`,
        ...(options.bluetooth === true ? BLUETOOTH.remembers : []),
      ]),
    ],
    ignoreDefaultArgs: puppeteer
      .defaultArgs()
      .filter((argument) => THROTTLING.some((prefix) => argument.startsWith(prefix))),
  });
  const page = (await browser.pages())[0] ?? (await browser.newPage());
  const session = await page.createCDPSession();
  return {
    browser,
    page,
    hide: async () => {
      const other = await browser.newPage();
      await other.bringToFront();
    },
    show: () => page.bringToFront(),
    freeze: async () => {
      await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    },
    thaw: async () => {
      await session.send('Page.setWebLifecycleState', { state: 'active' });
    },
    close: async () => {
      await browser.close();
      await removeFolder(profile);
    },
  };
}
