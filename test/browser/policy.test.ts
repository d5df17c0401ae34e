import type { Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProjectFile } from '../support/source-files.ts';
import { launchBrowser, type TestBrowser } from './chromium.ts';
import { openPapertab } from './papertab-page.ts';
import { StaticHost } from './static-host.ts';
import { waitFor } from './wait.ts';

/** Runs in the page or in the engine: tries to reach what the policy forbids, and what it allows. */
async function tryPolicy(own: string): Promise<{ forbidden: string; directive: string; allowed: string }> {
  const violation = new Promise<string>((resolve) => {
    globalThis.addEventListener('securitypolicyviolation', (event) => {
      resolve((event as SecurityPolicyViolationEvent).effectiveDirective);
    });
  });
  const attempt = (url: string): Promise<string> =>
    fetch(url).then(
      () => 'fetched',
      (error: Error) => error.name,
    );
  return { forbidden: await attempt('data:,x'), directive: await violation, allowed: await attempt(own) };
}

/** Runs in the page: whether a string can be made into a program. A task of its own is not exempt as this one may be. */
async function tryEval(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => {
      try {
        resolve(String(new Function('return 1')()));
      } catch (error) {
        resolve((error as Error).name);
      }
    });
  });
}

async function engineOf(page: Page): Promise<Worker> {
  return waitFor('the engine', () => page.workers().find((worker) => worker.url().startsWith('blob:')));
}

/** The headers for every path, as a host reads them from `_headers`. */
function deployedHeaders(): Record<string, string> {
  const [all = ''] = readProjectFile('public/_headers').split('\n\n');
  const lines = [...all.matchAll(/^ {2}([\w-]+): (.*)$/gm)];
  return Object.fromEntries(lines.map(([, name, value]) => [name, value]));
}

describe.each([
  ['from its own <meta> alone', {}],
  ['with the headers that hosts send', deployedHeaders()],
])('the policy, %s', (_how, headers) => {
  let host: StaticHost;
  let browser: TestBrowser;
  const complaints: string[] = [];

  beforeAll(async () => {
    host = await StaticHost.start({ headers });
    browser = await launchBrowser();
    browser.page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) complaints.push(message.text());
    });
    await openPapertab(browser.page, host.url);
  });

  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });

  it('does not stand in the way of the page itself', async () => {
    await browser.page.getByRole('link').first().waitFor();
    await engineOf(browser.page);
    expect(complaints).toEqual([]);
  });

  it('binds the page', async () => {
    expect(await browser.page.evaluate(tryPolicy, host.url)).toEqual({
      forbidden: 'TypeError',
      directive: 'connect-src',
      allowed: 'fetched',
    });
    expect(await browser.page.evaluate(tryEval)).toBe('EvalError');
  });

  it('binds the engine', async () => {
    const engine = await engineOf(browser.page);
    expect(await engine.evaluate(tryPolicy, host.url)).toEqual({
      forbidden: 'TypeError',
      directive: 'connect-src',
      allowed: 'fetched',
    });
    expect(await engine.evaluate(tryEval)).toBe('EvalError');
  });
});
