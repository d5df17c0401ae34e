import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../chromium.ts';
import { openDevtools } from '../devtools.ts';
import { StaticHost } from '../static-host.ts';
import { waitFor } from '../wait.ts';
import { EmulatedAdapter, keepAdapter } from './adapter.ts';
import { Chooser } from './chooser.ts';
import { shortUuid } from './gatt.ts';
import { recordCharacteristics } from './notifications.ts';
import { EmulatedPeripheral } from './peripheral.ts';

const SERVICE = shortUuid(0xff00);
const WRITE = shortUuid(0xff02);
const NOTIFY = shortUuid(0xff01);
const ADDRESS = '0A:0B:0C:0D:0E:0F';

/** What the page below offers to a test. */
interface Bench {
  pair(): Promise<string>;
  attach(): Promise<string>;
  write(kind: 'writeValueWithResponse' | 'writeValueWithoutResponse', bytes: number[]): Promise<string>;
  readonly heard: number[][];
  lost: number;
}

/** Runs in the page: as much of a Bluetooth program as these tests need. */
function installBench(names: { service: string; write: string; notify: string }): void {
  type Characteristic = EventTarget & { readonly value: DataView } & Record<
      'writeValueWithResponse' | 'writeValueWithoutResponse',
      (bytes: Uint8Array) => Promise<void>
    > & { startNotifications(): Promise<void> };
  type Gatt = {
    connect(): Promise<{
      getPrimaryService(uuid: string): Promise<{ getCharacteristic(uuid: string): Promise<Characteristic> }>;
    }>;
  };
  type Device = EventTarget & { readonly gatt: Gatt };
  const { bluetooth } = navigator as unknown as { bluetooth: { requestDevice(options: object): Promise<Device> } };
  let device: Device | undefined;
  let output: Characteristic | undefined;
  const told = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'done',
      (error: Error) => error.name,
    );
  const bench: Bench = {
    heard: [],
    lost: 0,
    pair: () =>
      told(
        bluetooth
          .requestDevice({ filters: [{ namePrefix: 'Bench' }], optionalServices: [names.service] })
          .then((found) => {
            device = found;
            found.addEventListener('gattserverdisconnected', () => bench.lost++);
          }),
      ),
    attach: () =>
      told(
        (async () => {
          const service = await (await device!.gatt.connect()).getPrimaryService(names.service);
          output = await service.getCharacteristic(names.write);
          const input = await service.getCharacteristic(names.notify);
          input.addEventListener('characteristicvaluechanged', () => {
            bench.heard.push([...new Uint8Array(input.value.buffer)]);
          });
          await input.startNotifications();
        })(),
      ),
    write: (kind, bytes) => told(output![kind](new Uint8Array(bytes))),
  };
  Object.assign(globalThis, { bench });
}

let host: StaticHost;
let browser: TestBrowser;
let page: Page;
let chooser: Chooser;
let adapter: EmulatedAdapter;
let peripheral: EmulatedPeripheral;

beforeAll(async () => {
  host = await StaticHost.start();
  host.replaced.set('bench.html', '<!doctype html><title>Bench</title>');
  browser = await launchBrowser({ bluetooth: 'remembers' });
  page = browser.page;
  const sessions = await openDevtools(page);
  adapter = new EmulatedAdapter(sessions.browser);
  await adapter.set('powered-on');
  peripheral = await EmulatedPeripheral.place(adapter, sessions, {
    address: ADDRESS,
    name: 'Bench 1',
    services: { [SERVICE]: { [WRITE]: { write: true, writeWithoutResponse: true }, [NOTIFY]: { notify: true } } },
  });
  chooser = await Chooser.open(sessions.page);
  await page.addInitScript(recordCharacteristics);
  await page.goto(`${host.url}bench.html`);
  await page.evaluate(installBench, { service: SERVICE, write: WRITE, notify: NOTIFY });
});

afterAll(async () => {
  await browser?.close();
  await host?.close();
});

function bench<Result>(work: (bench: Bench) => Promise<Result> | Result): Promise<Result> {
  return page.evaluate(`(${work})(globalThis.bench)`);
}

describe('the emulated Bluetooth', () => {
  it('shows the browser’s list, which can be closed or chosen from', async () => {
    chooser.choice = 'close';
    expect(await bench((it) => it.pair())).toBe('NotFoundError');
    chooser.choice = { pick: ADDRESS };
    expect(await bench((it) => it.pair())).toBe('done');
    expect(chooser.shown).toBe(2);
    expect(await bench((it) => it.attach())).toBe('done');
  });

  it('takes writes of both kinds in order, byte for byte', async () => {
    const taken: number[] = [];
    peripheral.onWrite = ({ bytes, confirm, characteristic }) => {
      expect(characteristic).toBe(WRITE);
      taken.push(bytes[0]!, bytes.length, Number(confirm));
      return 'take';
    };
    expect(
      await bench(async (it) => {
        for (let i = 0; i < 50; i++) {
          await it.write('writeValueWithoutResponse', [i, ...new Array<number>(99).fill(7)]);
          await it.write('writeValueWithResponse', [i]);
        }
        return 'written';
      }),
    ).toBe('written');
    expect(taken).toEqual(Array.from({ length: 50 }, (_, i) => [i, 100, 0, i, 1, 1]).flat());
  });

  it('notifies', async () => {
    peripheral.notify(NOTIFY, Uint8Array.of(1, 2, 255));
    peripheral.notify(NOTIFY, Uint8Array.of(3));
    const heard = await waitFor('two notifications', async () => {
      const all = await bench((it) => it.heard);
      return all.length === 2 && all;
    });
    expect(heard).toEqual([[1, 2, 255], [3]]);
  });

  it('refuses writes', async () => {
    peripheral.onWrite = () => 'refuse';
    expect(await bench((it) => it.write('writeValueWithResponse', [1]))).toBe('NotSupportedError');
  });

  it('leaves writes without an answer, and loses the link over them', async () => {
    peripheral.onWrite = () => 'never';
    const hanging = bench((it) => it.write('writeValueWithResponse', [1]));
    await waitFor('a write that hangs', () => peripheral.hangs);
    await peripheral.goOn();
    expect(await hanging).toBe('done');

    const lost = bench((it) => it.write('writeValueWithResponse', [2]));
    await waitFor('a write that hangs', () => peripheral.hangs);
    await peripheral.loseLink();
    expect(await lost).toBe('NotSupportedError');
    await waitFor('the page to notice', () => bench((it) => it.lost === 1));
  });

  it('refuses to be connected, hangs in it, and is connected again', async () => {
    peripheral.onWrite = () => 'take';
    peripheral.connecting = 'refuse';
    expect(await bench((it) => it.attach())).toBe('NetworkError');
    peripheral.connecting = 'never';
    const hanging = bench((it) => it.attach());
    await waitFor('a connection that hangs', () => peripheral.hangs);
    await peripheral.goOn();
    expect(await hanging).toBe('done');
    expect(await bench((it) => it.write('writeValueWithResponse', [3]))).toBe('done');
    peripheral.connecting = 'take';
  });

  it('outlives a reload of the page', async () => {
    await keepAdapter(page);
    await page.reload();
    await peripheral.loseLink();
    await page.evaluate(installBench, { service: SERVICE, write: WRITE, notify: NOTIFY });
    expect(await bench((it) => it.pair())).toBe('done');
    expect(await bench((it) => it.attach())).toBe('done');
    peripheral.notify(NOTIFY, Uint8Array.of(9));
    await waitFor('a notification', () => bench((it) => it.heard.length === 1));
  });
});
