import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { errorWords } from '../../src/app/error-words.ts';
import { printerWords } from '../../src/app/printers/words.ts';
import { launchWithBluetooth } from './bluetooth/launch.ts';
import { launchBrowser, type TestBrowser } from './chromium.ts';
import { openPapertab } from './papertab-page.ts';
import { PreviewServer } from './preview-server.ts';
import { PrinterOwner } from './printer-owner.ts';

const { kind, support } = printerWords.connect;

let server: PreviewServer;
let browser: Pick<TestBrowser, 'page' | 'close'> | undefined;

beforeAll(async () => {
  server = await PreviewServer.start();
});

afterEach(async () => {
  await browser?.close();
  browser = undefined;
});

afterAll(() => server?.close());

describe('a page that came over plain http', () => {
  it('says that nothing can run there, and where it can', async () => {
    browser = await launchBrowser({ bluetooth: 'remembers' });
    const { page } = browser;
    const elsewhere = 'http://papertab.test';
    await page.route(`${elsewhere}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      const answer = await fetch(server.origin + pathname);
      const body = Buffer.from(await answer.arrayBuffer());
      await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
    });
    await page.goto(elsewhere);
    await page.getByRole('heading', { name: errorWords['page-insecure'].title }).waitFor();
    await page.getByText(errorWords['page-insecure'].explanation).waitFor();
  });
});

describe('a browser that cannot reach Bluetooth printers says why', () => {
  it('when it has no such interface, with the setting that hides it on Linux', async () => {
    browser = await launchBrowser();
    const { page } = browser;
    // Without a window Chromium calls itself something that no user has.
    await page.addInitScript(() => {
      const { userAgent } = navigator;
      Object.defineProperty(navigator, 'userAgent', { value: userAgent.replace('Headless', '') });
    });
    await openPapertab(page, server.url);
    const owner = new PrinterOwner(page);
    await owner.openConnect();
    const paperang = page.getByRole('dialog').getByRole('button').filter({ hasText: kind.paperang.note });
    expect(await paperang.isDisabled()).toBe(true);
    const reason = process.platform === 'linux' ? support.hints.linux : support.bluetooth.missing;
    await page.getByRole('dialog').getByText(reason).waitFor();
  });

  it('when Bluetooth is off, and takes it back once it is on', async () => {
    const emulated = await launchWithBluetooth();
    browser = emulated;
    const { page, adapter } = emulated;
    await openPapertab(page, server.url);
    await adapter.set('absent');
    const owner = new PrinterOwner(page);
    await owner.openConnect();
    const sheet = page.getByRole('dialog');
    await sheet.getByText(support.bluetooth.off).waitFor();
    const paperang = sheet.getByRole('button').filter({ hasText: kind.paperang.note });
    expect(await paperang.isDisabled()).toBe(true);
    await adapter.set('powered-on');
    await owner.press(kind.again);
    await page.waitForFunction(() => !document.querySelector<HTMLButtonElement>('.kind')?.disabled);
    expect(await paperang.isEnabled()).toBe(true);
  });
});
