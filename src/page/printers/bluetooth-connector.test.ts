import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { closePipes, write } from '../../../test/support/pipes.ts';
import { quiet, until } from '../../../test/support/until.ts';
import { PipeTransport } from '../../printers/transports/pipe.ts';
import { FakeBluetoothDevice } from '../../printers/transports/testing/fake-bluetooth.ts';
import { bench, type FakeEngine, paperPrinter } from './testing/connector-bench.ts';

const FF = (n: number): string => `0000ff0${n}-0000-1000-8000-00805f9b34fb`;
const clock = new FakeClock();
const SERVICES = [
  {
    uuid: FF(0),
    characteristics: [
      { uuid: FF(2), properties: { writeWithoutResponse: true } },
      { uuid: FF(1), properties: { notify: true } },
      { uuid: FF(3), properties: { notify: true } },
    ],
  },
];
const link = (device: string) => ({ transport: 'bluetooth', device }) as const;
const aDevice = (more: { id?: string; name?: string } = {}): FakeBluetoothDevice =>
  new FakeBluetoothDevice(SERVICES, more);

function pipeOf(engine: FakeEngine, index = 0): PipeTransport {
  const { pipe, limits } = engine.attached[index]!;
  return new PipeTransport(pipe, limits, clock);
}

const close = (...pipes: PipeTransport[]): Promise<void> => closePipes(clock, pipes);

describe('choosing a Bluetooth printer', () => {
  it('offers those of known names, and asks for every way in', async () => {
    const { connector, bluetooth } = bench();
    bluetooth.pick = aDevice({ id: 'abc', name: 'Paperang_P2S_1' });
    const found = await connector.chooseBluetooth('known');
    expect(found).toMatchObject({ name: 'Paperang_P2S_1', model: 'paperang-p2s', link: link('abc') });
    expect(bluetooth.requests).toEqual([
      {
        filters: [{ namePrefix: 'Paperang' }, { namePrefix: 'MiaoMiaoJi' }],
        optionalServices: expect.arrayContaining([FF(0), '49535343-fe7d-4ae5-8fa9-9fafd205e455']),
      },
    ]);
  });

  it('offers all when asked to, and says nothing of a name that it does not know', async () => {
    const { connector, bluetooth } = bench();
    bluetooth.pick = aDevice({ name: 'Toaster' });
    const found = await connector.chooseBluetooth('all');
    expect(found).toMatchObject({ name: 'Toaster' });
    expect(found).not.toHaveProperty('model');
    expect(bluetooth.requests).toEqual([{ acceptAllDevices: true, optionalServices: expect.arrayContaining([FF(0)]) }]);
  });

  it.each([
    ['NotFoundError', 'User cancelled the requestDevice() chooser.', true, 'chooser-cancelled'],
    ['NotFoundError', 'User cancelled the requestDevice() chooser.', false, 'bluetooth-off'],
    ['NotFoundError', 'Bluetooth adapter not available.', true, 'bluetooth-off'],
    ['NotFoundError', 'Bluetooth Low Energy not available.', true, 'bluetooth-off'],
    ['NotFoundError', 'Web Bluetooth API globally disabled.', true, 'device-api-blocked'],
    ['NotFoundError', 'User denied the browser permission to scan for Bluetooth devices.', true, 'device-api-blocked'],
    ['SecurityError', 'Must be handling a user gesture to show a permission request.', true, 'device-api-blocked'],
    ['NotAllowedError', 'no', true, 'device-api-blocked'],
  ])('tells what %s "%s" means (adapter on: %s)', async (name, message, available, code) => {
    const { connector, bluetooth } = bench();
    bluetooth.available = available;
    bluetooth.pick = new DOMException(message, name);
    await expect(connector.chooseBluetooth('known')).rejects.toMatchObject({ code });
  });

  it('is not possible where the browser has no Bluetooth', async () => {
    const { connector } = bench({ bluetooth: undefined });
    await expect(connector.chooseBluetooth('known')).rejects.toMatchObject({
      code: 'device-api-missing',
      detail: 'Bluetooth',
    });
  });
});

describe('reaching a Bluetooth printer', () => {
  async function chosen() {
    const all = bench();
    const device = aDevice();
    all.bluetooth.pick = device;
    await all.connector.chooseBluetooth('known');
    all.printers.push(paperPrinter('p', link('device-1'), { name: 'Paperang_P2' }));
    return { ...all, device };
  }

  it('hands the engine a pipe to it', async () => {
    const { engine, reach, device } = await chosen();
    reach('p', link('device-1'));
    await until(() => engine.attached.length === 1);
    expect(engine.attached[0]).toMatchObject({ id: 'p', limits: { flow: { kind: 'credits-awaited' } } });
    const pipe = pipeOf(engine);
    device.say(FF(3), 1, 2);
    await write(pipe, 1, 2, 3);
    expect(device.printed).toEqual([1, 2, 3]);
    await close(pipe);
    expect(device.gatt.connected).toBe(false);
  });

  it('again ends what there was', async () => {
    const { engine, reach, device } = await chosen();
    reach('p', link('device-1'));
    await until(() => engine.attached.length === 1);
    const first = pipeOf(engine);
    device.say(FF(3), 1, 9);
    reach('p', link('device-1'));
    await until(() => engine.attached.length === 2);
    expect(await first.lost).toMatchObject({ code: 'printer-lost' });
    const second = pipeOf(engine, 1);
    device.say(FF(3), 1, 1);
    await write(second, 7);
    expect(device.printed).toEqual([7]);
    expect([device.gatt.connected, device.overlaps]).toEqual([true, 0]);
    await close(second);
  });

  it('again gives up an attempt that hangs', async () => {
    const { engine, reach, device } = await chosen();
    device.onConnect = () => 'hang';
    reach('p', link('device-1'));
    await quiet();
    device.onConnect = () => undefined;
    reach('p', link('device-1'));
    await until(() => engine.attached.length === 1);
    device.connectLate();
    await quiet();
    expect(engine.unreached).toEqual([]);
    expect(device.gatt.connected).toBe(true);
    await close(pipeOf(engine));
  });

  it('says why it cannot: away, off, unsupported', async () => {
    const { engine, reach, device, bluetooth } = await chosen();
    device.onConnect = () => new DOMException('Connection Error: Connection attempt failed.', 'NetworkError');
    reach('p', link('device-1'));
    await until(() => engine.unreached.length === 1);
    bluetooth.available = false;
    reach('p', link('device-1'));
    await until(() => engine.unreached.length === 2);
    bluetooth.available = true;
    device.onConnect = () => undefined;
    device.services = [];
    reach('p', link('device-1'));
    await until(() => engine.unreached.length === 3);
    expect(engine.unreached.map(({ why }) => why.code)).toEqual([
      'printer-away',
      'bluetooth-off',
      'printer-unsupported',
    ]);
    expect(engine.unreached[0]!.why.detail).toBe('NetworkError: Connection Error: Connection attempt failed.');
  });

  it('needs a tap where the browser remembers nothing', async () => {
    const { engine, reach } = bench();
    reach('p', link('device-1'));
    await until(() => engine.unreached.length === 1);
    expect(engine.unreached).toEqual([{ id: 'p', why: { code: 'printer-tap' } }]);
  });

  it('ends when the engine lets it go, or is lost', async () => {
    for (const event of [
      { type: 'let-go', paperPrinter: 'p' },
      { type: 'trouble', error: { code: 'engine-lost' } },
    ] as const) {
      const { engine, reach, device, connector } = await chosen();
      reach('p', link('device-1'));
      await until(() => engine.attached.length === 1);
      expect(device.gatt.connected).toBe(true);
      connector.hear(event);
      expect(device.gatt.connected).toBe(false);
      engine.attached[0]!.pipe.close();
    }
  });

  it('lets the printer go when there is no engine to hand it to', async () => {
    const { engine, reach, device } = await chosen();
    engine.isLost = true;
    reach('p', link('device-1'));
    await until(() => device.log.at(-1) === 'disconnect');
    expect(device.log.at(0)).toBe('connect');
  });

  it('is forgotten in the browser too, unless another paper printer is the same device', async () => {
    const { printers, connector, device, reach, engine } = await chosen();
    printers.push(paperPrinter('q', link('device-1')));
    await connector.forget(printers[0]!);
    expect(device.forgotten).toBe(false);
    printers.pop();
    reach('p', link('device-1'));
    await until(() => engine.attached.length === 1);
    await connector.forget(printers[0]!);
    expect([device.forgotten, device.gatt.connected]).toEqual([true, false]);
    reach('p', link('device-1'));
    await until(() => engine.unreached.length === 1);
    expect(engine.unreached[0]!.why.code).toBe('printer-tap');
    engine.attached[0]!.pipe.close();
  });
});

describe('a Bluetooth printer that the browser remembers', () => {
  function remembered(device: FakeBluetoothDevice) {
    const all = bench();
    all.bluetooth.getDevices = async () => [device];
    return all;
  }

  /** Lets a device be watched for; returns what tells of an advertisement, and how many watch. */
  function watchable(device: FakeBluetoothDevice) {
    let watching = 0;
    device.watchAdvertisements = async ({ signal }) => {
      watching++;
      signal.addEventListener('abort', () => watching--);
    };
    return { watching: () => watching, advertise: () => device.dispatchEvent(new Event('advertisementreceived')) };
  }

  it('is connected without a tap', async () => {
    const device = aDevice();
    const { engine, reach } = remembered(device);
    reach('p', link('device-1'));
    await until(() => engine.attached.length === 1);
    await close(pipeOf(engine));
  });

  it('is waited for when it cannot be connected unseen', async () => {
    const device = aDevice();
    const { watching, advertise } = watchable(device);
    const { engine, reach } = remembered(device);
    device.onConnect = () => new DOMException('Bluetooth Device is no longer in range.', 'NetworkError');
    reach('p', link('device-1'));
    await until(() => watching() === 1);
    device.onConnect = () => undefined;
    advertise();
    await until(() => engine.attached.length === 1);
    expect([watching(), engine.unreached]).toEqual([0, []]);
    await close(pipeOf(engine));
  });

  it('is waited for first after an attempt that hung, and not for ever', async () => {
    const device = aDevice();
    const { watching, advertise } = watchable(device);
    const { engine, reach } = remembered(device);
    device.onConnect = () => 'hang';
    reach('p', link('device-1'));
    await quiet();
    expect([device.log, watching()]).toEqual([['connect'], 0]);
    reach('p', link('device-1'));
    await until(() => watching() === 1);
    reach('p', link('device-1'));
    await until(() => device.log.length === 2);
    expect(watching()).toBe(0);
    reach('p', link('device-1'));
    await until(() => watching() === 1);
    device.onConnect = () => undefined;
    advertise();
    await until(() => engine.attached.length === 1);
    await close(pipeOf(engine));
  });

  it('is away when the browser cannot look for it', async () => {
    const device = aDevice();
    device.watchAdvertisements = async () => {
      throw new DOMException('Invalid Service name', 'NotSupportedError');
    };
    const { engine, reach } = remembered(device);
    device.onConnect = () => new DOMException('Bluetooth Device is no longer in range.', 'NetworkError');
    reach('p', link('device-1'));
    await until(() => engine.unreached.length === 1);
    expect(engine.unreached[0]!.why.code).toBe('printer-away');
  });
});

describe('the tap that a Bluetooth printer waits for', () => {
  it('connects it, also when the browser gives it another id by now', async () => {
    const { connector, bluetooth, printers, engine, reach } = bench();
    const printer = paperPrinter('p', link('old-id'), { name: 'Paperang_P2' });
    printers.push(printer);
    bluetooth.pick = aDevice({ id: 'new-id', name: 'Paperang_P2' });
    await connector.tap(printer);
    expect(engine.reached).toEqual(['p']);
    expect(bluetooth.requests[0]).toMatchObject({ filters: expect.arrayContaining([{ name: 'Paperang_P2' }]) });
    reach('p', link('old-id'));
    await until(() => engine.attached.length === 1);
    await close(pipeOf(engine));
    // Chosen once more, it is still the same paper printer.
    expect((await connector.chooseBluetooth('known')).link).toEqual(link('old-id'));
  });

  it('offers all devices for a printer of a name that says nothing', async () => {
    const { connector, bluetooth } = bench();
    bluetooth.pick = aDevice({ id: 'x', name: 'Toaster' });
    await connector.tap(paperPrinter('p', link('x'), { name: 'Kitchen' }));
    expect(bluetooth.requests[0]).toMatchObject({ acceptAllDevices: true });
  });

  it.each([
    ['that is another paper printer', 'q-device', 'Paperang_P2'],
    ['of another model', 'z', 'Paperang_P1'],
  ])('does not take a device %s for it', async (_, id, name) => {
    const { connector, bluetooth, printers, engine } = bench();
    const printer = paperPrinter('p', link('p-device'), { name: 'Paperang_P2' });
    printers.push(printer, paperPrinter('q', link('q-device'), { name: 'Paperang_P2' }));
    bluetooth.pick = aDevice({ id, name });
    await expect(connector.tap(printer)).rejects.toMatchObject({ code: 'printer-away' });
    expect(engine.reached).toEqual([]);
  });

  it('can be taken back', async () => {
    const { connector, engine } = bench();
    await expect(connector.tap(paperPrinter('p', link('x')))).rejects.toMatchObject({ code: 'chooser-cancelled' });
    expect(engine.reached).toEqual([]);
  });
});

describe('the services of a Bluetooth printer', () => {
  it('are told while it is connected, and of nothing else', async () => {
    const { connector, bluetooth, engine, reach } = bench();
    const printer = paperPrinter('p2', link('device-1'));
    await expect(connector.services(printer)).rejects.toMatchObject({ code: 'printer-away' });
    const device = aDevice();
    bluetooth.pick = device;
    await connector.chooseBluetooth('known');
    reach('p2', link('device-1'));
    await until(() => engine.attached.length === 1);
    expect(await connector.services(printer)).toEqual([
      {
        uuid: FF(0),
        characteristics: [
          { uuid: FF(2), properties: ['writeWithoutResponse'] },
          { uuid: FF(1), properties: ['notify'] },
          { uuid: FF(3), properties: ['notify'] },
        ],
      },
    ]);
    device.lose();
    await quiet();
    await expect(connector.services(printer)).rejects.toMatchObject({ code: 'printer-away' });
  });
});
