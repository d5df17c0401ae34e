import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { CATALOG } from '../printers/catalog.ts';
import { SerialPorts } from './serial-ports.ts';

/** A port of a USB adapter, with the streams that a page sees. */
class FakePort extends EventTarget {
  readable: ReadableStream | null = null;
  writable: WritableStream | null = null;
  readonly connected = true;
  readonly #product: number;

  constructor(product = 0x7523) {
    super();
    this.#product = product;
  }

  get isOpen(): boolean {
    return this.readable !== null;
  }

  getInfo(): SerialPortInfo {
    return { usbVendorId: 0x1a86, usbProductId: this.#product };
  }

  async open(): Promise<void> {
    if (this.isOpen) throw new DOMException('The port is already open.', 'InvalidStateError');
    this.readable = new ReadableStream();
    this.writable = new WritableStream();
  }

  async close(): Promise<void> {
    this.readable = null;
    this.writable = null;
  }
}

class FakeSerial extends EventTarget {
  ports: FakePort[] = [];
  getPorts = async (): Promise<FakePort[]> => this.ports;
}

const link = { transport: 'serial', vendor: 0x1a86, product: 0x7523 } as const;
const settings = CATALOG['escpos-58'].defaults;

let serial: FakeSerial;
let clock: FakeClock;
let ports: SerialPorts;
let plugged: number;

beforeEach(() => {
  serial = new FakeSerial();
  plugged = 0;
  clock = new FakeClock();
  ports = new SerialPorts(serial as unknown as Serial, clock, () => (plugged += 1));
});

const open = (id: string, alone = true) => ports.open({ id, link, model: 'escpos-58' }, settings, alone);

describe('serial ports in the engine', () => {
  it('opens the only port that fits', async () => {
    serial.ports = [new FakePort(0x6001), new FakePort()];
    expect(await open('a')).toBeDefined();
    expect(serial.ports.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  });

  it('leaves it to the page where two free ones are equal', async () => {
    serial.ports = [new FakePort(), new FakePort()];
    expect(await open('a')).toBeUndefined();
    expect(serial.ports.some(({ isOpen }) => isOpen)).toBe(false);
  });

  it('leaves it to the page where the free one may be that of another printer', async () => {
    serial.ports = [new FakePort()];
    expect(await open('a', false)).toBeUndefined();
  });

  it('knows a port again that it had before, among equal ones', async () => {
    const [first, second] = [new FakePort(), new FakePort()];
    serial.ports = [first];
    const transport = await open('a');
    serial.ports = [second, first];
    await transport!.close();
    expect(first.isOpen).toBe(false);
    expect(await open('a', false)).toBeDefined();
    expect([first.isOpen, second.isOpen]).toEqual([true, false]);
  });

  it('opens a port anew only when its last bytes are out', async () => {
    const port = new FakePort();
    serial.ports = [port];
    const transport = await open('a');
    let takeLast = (): void => {};
    port.close = async () => {
      await new Promise<void>((resolve) => {
        takeLast = resolve;
      });
      port.readable = null;
      port.writable = null;
    };
    const closed = transport!.close();
    const [own, other] = [open('a'), open('b')];
    await clock.advance(400);
    takeLast();
    await closed;
    expect(await own).toBeDefined();
    // There is only one.
    expect(await other).toBeUndefined();
  });

  it('takes the free one when the other is in use here', async () => {
    serial.ports = [new FakePort()];
    await open('a');
    const second = new FakePort();
    serial.ports.push(second);
    expect(await open('b')).toBeDefined();
    expect(second.isOpen).toBe(true);
  });

  it('tells a port that is unplugged from one that the browser may not show any more', async () => {
    await expect(open('a')).rejects.toMatchObject({ code: 'printer-tap' });
    serial.ports = [new FakePort()];
    const transport = await open('a');
    await transport!.close();
    serial.ports = [];
    await expect(open('a')).rejects.toMatchObject({ code: 'printer-away' });
  });

  it('says when the browser has no serial ports at all', async () => {
    const none = new SerialPorts(undefined, new FakeClock(), () => {});
    await expect(none.open({ id: 'a', link, model: 'escpos-58' }, settings, true)).rejects.toMatchObject({
      code: 'device-api-missing',
    });
  });

  it('tells when something is plugged in', () => {
    serial.dispatchEvent(new Event('connect'));
    expect(plugged).toBe(1);
  });
});
