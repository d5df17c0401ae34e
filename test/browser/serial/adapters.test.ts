import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StaticHost } from '../static-host.ts';
import { waitFor } from '../wait.ts';
import { PRODUCT, VENDOR } from './adapter.ts';
import { launchWithAdapters, type SerialBrowser } from './launch.ts';
import { whyNotReal } from './real-adapters.ts';

/** What the page and its worker offer to a test. */
interface Bench {
  open(index: number): Promise<string>;
  /** Begins to write; `written` counts the kilobytes. */
  write(kilobytes: number): void;
  written: number;
  outcome: string;
  finish(): Promise<string>;
  readonly heard: number[];
  readonly events: string[];
  ports(): Promise<object[]>;
  request(): Promise<string>;
}

/** Runs in the page or in a worker: as much of a serial program as these tests need. */
function installBench(): void {
  interface Port {
    readonly readable: ReadableStream<Uint8Array>;
    readonly writable: WritableStream<Uint8Array>;
    getInfo(): object;
    open(options: { baudRate: number; bufferSize: number }): Promise<void>;
    close(): Promise<void>;
  }
  const { serial } = navigator as unknown as {
    serial: EventTarget & { getPorts(): Promise<Port[]>; requestPort(): Promise<Port> };
  };
  let port: Port;
  let reader: ReadableStreamDefaultReader<Uint8Array>;
  let reading: Promise<void>;
  const told = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: Error) => error.name,
    );
  const bench: Bench = {
    written: 0,
    outcome: '',
    heard: [],
    events: [],
    ports: async () => (await serial.getPorts()).map((one) => one.getInfo()),
    request: () => told(serial.requestPort()),
    open: (index) =>
      told(
        (async () => {
          port = (await serial.getPorts())[index]!;
          await port.open({ baudRate: 115_200, bufferSize: 1024 });
          reader = port.readable.getReader();
          reading = (async () => {
            for (;;) {
              const { done, value } = await reader.read();
              if (done) return;
              bench.heard.push(...value);
            }
          })().catch((error: Error) => void bench.events.push(`read ${error.name}`));
        })(),
      ),
    write: (kilobytes) => {
      bench.written = 0;
      bench.outcome = '';
      const writer = port.writable.getWriter();
      void told(
        (async () => {
          for (let i = 0; i < kilobytes; i++) {
            await writer.write(Uint8Array.from({ length: 1024 }, (_, j) => i + j));
            bench.written++;
          }
        })(),
      ).then((outcome) => {
        writer.releaseLock();
        bench.outcome = outcome;
      });
    },
    finish: () =>
      told(
        (async () => {
          await reader.cancel();
          await reading;
          reader.releaseLock();
          await port.writable.getWriter().close();
          await port.close();
        })(),
      ),
  };
  for (const type of ['connect', 'disconnect']) serial.addEventListener(type, () => bench.events.push(type));
  Object.assign(globalThis, { bench });
}

const real = process.env.SERIAL === 'stand-in' ? 'that was asked for' : whyNotReal();
if (real !== undefined) console.log(`Only the stand-in for serial ports is tested: ${real}.`);

describe.each(real === undefined ? [false, true] : [true])('serial adapters, stood in for: %s', (standIn) => {
  let host: StaticHost;
  let browser: SerialBrowser;

  beforeAll(async () => {
    host = await StaticHost.start();
    host.replaced.set('bench.html', '<!doctype html><title>Bench</title><button>Choose</button>');
    browser = await launchWithAdapters(new URL(host.url).origin, { standIn });
    host.replaced.set('worker.js', `(${installBench})();`);
    await browser.adapters[0].plug();
    await browser.page.goto(`${host.url}bench.html`);
    await browser.page.evaluate(installBench);
  });

  afterAll(async () => {
    await browser?.close();
    await host?.close();
  });

  function bench<Result>(work: (bench: Bench) => Promise<Result> | Result): Promise<Result> {
    return browser.page.evaluate(`(${work})(globalThis.bench)`);
  }

  it('are what was meant to be tested', () => expect(browser.real).toBe(!standIn));

  it('are plugged in and pulled out one by one', async () => {
    const one = { usbVendorId: VENDOR, usbProductId: PRODUCT };
    expect(await bench((it) => it.ports())).toEqual([one]);
    await browser.adapters[1].plug();
    await waitFor('the second', () => bench((it) => it.events.join() === 'connect'));
    expect(await bench((it) => it.ports())).toEqual([one, one]);
    await browser.adapters[1].unplug();
    await waitFor('the loss', () => bench((it) => it.events.join() === 'connect,disconnect'));
    expect(await bench((it) => it.ports())).toEqual([one]);
  });

  it('are chosen, or not, with a click', async () => {
    await browser.page.evaluate(() => {
      document.querySelector('button')!.onclick = async () => {
        const { bench } = globalThis as unknown as { bench: Bench };
        bench.events.push(`chosen ${await bench.request()}`);
      };
    });
    browser.choice = 'close';
    await browser.page.getByRole('button').click();
    await waitFor('no choice', () => bench((it) => it.events.includes('chosen NotFoundError')));
    browser.choice = 0;
    await browser.page.getByRole('button').click();
    await waitFor('a choice', () => bench((it) => it.events.includes('chosen done')));
  });

  it('carry bytes both ways, and hold back what is not taken', async () => {
    const taken: number[] = [];
    const [adapter] = browser.adapters;
    adapter.onBytes = (bytes) => taken.push(...bytes);
    expect(await bench((it) => it.open(0))).toBe('done');
    await bench((it) => it.write(200));
    adapter.allow(10_000);
    await waitFor('what was allowed', () => taken.length === 10_000);
    // So much may be on its way and no more: a picture of 1,500 rows would not fit.
    expect(await bench((it) => it.written)).toBeLessThan(64);
    adapter.allow(1e6);
    await waitFor('the end', () => bench((it) => it.outcome === 'done'));
    await waitFor('the rest', () => taken.length === 200 * 1024);
    expect(taken.every((byte, i) => byte === (((i >> 10) + (i & 1023)) & 255))).toBe(true);
    adapter.send(Uint8Array.of(0, 17, 19, 255));
    await waitFor('the answer', () => bench((it) => it.heard.join() === '0,17,19,255'));
  });

  it('are let go of once the last byte is through', async () => {
    const taken: number[] = [];
    browser.adapters[0].onBytes = (bytes) => taken.push(...bytes);
    await bench((it) => it.write(4));
    await waitFor('the end', () => bench((it) => it.outcome === 'done'));
    // A pseudo-terminal says that all is out when it is not, and forgets the rest when it is closed.
    await waitFor('the tail', () => taken.length === 4 * 1024);
    expect(await bench((it) => it.finish())).toBe('done');
  });

  it('fail when they are pulled out in mid-write, and are others when they come back', async () => {
    expect(await bench((it) => it.open(0))).toBe('done');
    await bench((it) => it.write(4000));
    await bench((it) => void it.events.splice(0));
    await browser.adapters[0].unplug();
    await waitFor('the loss', () => bench((it) => it.outcome === 'NetworkError'));
    // In whatever order.
    await waitFor('it to be told', () => bench((it) => it.events.includes('disconnect')));
    await waitFor('the end of reading', () => bench((it) => it.events.includes('read NetworkError')));
    expect(await bench((it) => it.ports())).toEqual([]);
    await browser.adapters[0].plug();
    await waitFor('its return', () => bench((it) => it.events.includes('connect')));
    expect(await bench((it) => it.open(0))).toBe('done');
    expect(await bench((it) => it.finish())).toBe('done');
  });

  it('are there for a worker as well', async () => {
    const taken: number[] = [];
    browser.adapters[0].onBytes = (bytes) => taken.push(...bytes);
    browser.adapters[0].allow(1e6);
    await browser.page.evaluate(() => {
      const program = `import ${JSON.stringify(new URL('worker.js', location.href).href)};`;
      const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
      new Worker(url, { type: 'module' });
    });
    const worker = await waitFor('the worker', () => browser.page.workers()[0]);
    const outcome = await worker.evaluate(async () => {
      const { bench } = globalThis as unknown as { bench: Bench };
      const opened = await bench.open(0);
      if (opened !== 'done') return opened;
      bench.write(3);
      while (bench.outcome === '') await new Promise((resolve) => setTimeout(resolve, 10));
      return bench.finish();
    });
    expect(outcome).toBe('done');
    await waitFor('its bytes', () => taken.length === 3 * 1024);
  });
});
