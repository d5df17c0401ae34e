import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PRODUCT, VENDOR } from './adapter.ts';
import { announce } from './pseudo-terminal.ts';

/** The number that Linux gives to the drivers of USB-to-serial adapters. */
const MAJOR = 188;
/**
 * The first of the adapters' own numbers: another in each process, for what is announced is heard by every browser on this
 * computer, and those of other tests must take no notice.
 */
const FIRST_MINOR = (process.pid * 2) % (1 << 20);
/** What listeners filter messages by: MurmurHash2 of `tty`. */
const SUBSYSTEM_HASH = 0x8afa90c8;
const LIBUDEV_MAGIC = 0xfeedcafe;

/**
 * The folder that a Chromium in a mount namespace takes for this computer's list of serial devices (see
 * `chromium-with-adapters.sh`). The formats are those of Linux's sysfs and of systemd's udev database and messages.
 */
export class AdapterTree {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param origin whose pages may see every port without asking: the browser's own list cannot be driven */
  static async lay(folder: string, origin: string): Promise<AdapterTree> {
    for (const part of ['class', 'devices', 'udev/data', 'etc']) await mkdir(join(folder, part), { recursive: true });
    await writeFile(
      join(folder, 'drivers'),
      `usbserial            /dev/ttyUSB   ${MAJOR} ${FIRST_MINOR}-${FIRST_MINOR + 1} serial\n`,
    );
    await writeFile(join(folder, 'policy'), JSON.stringify({ SerialAllowAllPortsForUrls: [origin] }));
    // Its presence says that the database is kept up to date.
    await writeFile(join(folder, 'udev/control'), '');
    return new AdapterTree(folder);
  }

  /** An adapter is there, and `terminal` is the device to open. */
  async add(index: 0 | 1, terminal: string): Promise<void> {
    const minor = FIRST_MINOR + index;
    const name = `ttyUSB${minor}`;
    const device = join(this.folder, 'devices', name);
    await mkdir(device, { recursive: true });
    const node = terminal.replace('/dev/', '');
    await writeFile(join(device, 'uevent'), `MAJOR=${MAJOR}\nMINOR=${minor}\nDEVNAME=${node}\n`);
    await writeFile(join(device, 'dev'), `${MAJOR}:${minor}\n`);
    await symlink('../../../../class/tty', join(device, 'subsystem'));
    const facts = Object.entries(usbFacts()).map(([key, value]) => `E:${key}=${value}\n`);
    await writeFile(join(this.folder, `udev/data/c${MAJOR}:${minor}`), `I:1000000\n${facts.join('')}V:1\n`);
    await symlink(`../../devices/virtual/tty/${name}`, join(this.folder, 'class', name));
    await announce(hotPlugMessage('add', minor, terminal));
  }

  /** It is not there any more. */
  async remove(index: 0 | 1, terminal: string): Promise<void> {
    const minor = FIRST_MINOR + index;
    await rm(join(this.folder, 'class', `ttyUSB${minor}`));
    await rm(join(this.folder, 'devices', `ttyUSB${minor}`), { recursive: true });
    await rm(join(this.folder, `udev/data/c${MAJOR}:${minor}`));
    await announce(hotPlugMessage('remove', minor, terminal));
  }
}

function usbFacts(): Record<string, string> {
  const hex = (id: number): string => id.toString(16).padStart(4, '0');
  // No serial number: nothing tells equal adapters apart.
  return {
    ID_BUS: 'usb',
    ID_VENDOR_ID: hex(VENDOR),
    ID_MODEL_ID: hex(PRODUCT),
    ID_MODEL_ENC: 'Receipt\\x20Printer',
  };
}

/** What udev tells its listeners: a head of 40 bytes, then properties, each ended by a zero. */
function hotPlugMessage(action: 'add' | 'remove', minor: number, terminal: string): Buffer {
  const properties = {
    ACTION: action,
    DEVPATH: `/devices/virtual/tty/ttyUSB${minor}`,
    SUBSYSTEM: 'tty',
    DEVNAME: terminal,
    MAJOR,
    MINOR: minor,
    SEQNUM: 1,
    USEC_INITIALIZED: 1_000_000,
    ...usbFacts(),
  };
  const text = Buffer.from(
    Object.entries(properties)
      .map(([key, value]) => `${key}=${value}\0`)
      .join(''),
  );
  const head = Buffer.alloc(40);
  head.write('libudev\0', 'latin1');
  head.writeUInt32BE(LIBUDEV_MAGIC, 8);
  // Lengths are in the computer's own order of bytes; every computer that Chromium runs on has the small end first.
  head.writeUInt32LE(head.length, 12);
  head.writeUInt32LE(head.length, 16);
  head.writeUInt32LE(text.length, 20);
  head.writeUInt32BE(SUBSYSTEM_HASH, 24);
  return Buffer.concat([head, text]);
}
