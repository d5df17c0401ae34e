import type { PaperPrinterView } from '../../engine/api.ts';
import { PapertabError } from '../../errors.ts';
import type { SerialLike } from './connector-world.ts';
import { isEqual, linkOf, type SerialLink } from './serial-link.ts';

/**
 * Knows which serial port is which paper printer's, where the browser tells the same of several: the user has said so,
 * or no other is left. Only while the page lives, and while the port is plugged in.
 */
export class SerialKeeper {
  readonly #serial: SerialLike | undefined;
  readonly #paperPrinters: () => readonly PaperPrinterView[];
  readonly #ports = new Map<string, SerialPort>();

  constructor(serial: SerialLike | undefined, paperPrinters: () => readonly PaperPrinterView[]) {
    this.#serial = serial;
    this.#paperPrinters = paperPrinters;
  }

  /** This port is that paper printer's, and no other one's. */
  adopt(paperPrinter: string, port: SerialPort): void {
    for (const [other, owned] of this.#ports) if (owned === port) this.#ports.delete(other);
    this.#ports.set(paperPrinter, port);
  }

  /** The paper printer that is at a port: the user has said so, or it is connected and there is no other port like it. */
  async ownerOf(port: SerialPort): Promise<string | undefined> {
    const told = this.#paperPrinters().find(({ id }) => this.#ports.get(id) === port);
    if (told !== undefined) return told.id;
    const link = linkOf(port);
    const isOnly = (await this.#plugged(link)).length === 1;
    const connected = this.#paperPrinters().find(
      (one) => isLikeIt(one, link) && one.state !== 'away' && one.state !== 'connecting',
    );
    return isOnly ? connected?.id : undefined;
  }

  /**
   * The port of a paper printer.
   *
   * @throws PapertabError `printer-which` when it could be one of several; `printer-tap` when the browser shows none like
   *   it, and `printer-away` when it did, or when all that it shows are others'
   */
  async find(paperPrinter: string, link: SerialLink): Promise<SerialPort> {
    const ports = await this.#plugged(link);
    const own = this.#ports.get(paperPrinter);
    if (own !== undefined && ports.includes(own)) return own;
    if (ports.length === 0) throw new PapertabError(own === undefined ? 'printer-tap' : 'printer-away');
    const free = this.#freeOf(ports, paperPrinter);
    if (free.length === 0) throw new PapertabError('printer-away', 'another adapter');
    const undecided = this.equalTo(paperPrinter, link).filter(({ id }) => {
      const port = this.#ports.get(id);
      return port === undefined || !ports.includes(port);
    });
    if (free.length > 1 || undecided.length > 0) throw new PapertabError('printer-which');
    this.adopt(paperPrinter, free[0]!);
    return free[0]!;
  }

  /** The ports that a paper printer may be at: those like it that are no other one's. */
  async candidates(paperPrinter: string, link: SerialLink): Promise<SerialPort[]> {
    return this.#freeOf(await this.#plugged(link), paperPrinter);
  }

  /** The other paper printers of which the browser tells the same. */
  equalTo(paperPrinter: string, link: SerialLink): PaperPrinterView[] {
    return this.#paperPrinters().filter((other) => other.id !== paperPrinter && isLikeIt(other, link));
  }

  /** Gives a port back to the browser, where it is known which one. */
  async forget(paperPrinter: string, link: SerialLink): Promise<void> {
    const own = this.#ports.get(paperPrinter);
    this.#ports.delete(paperPrinter);
    const candidates = await this.candidates(paperPrinter, link);
    const only = candidates.length === 1 && this.equalTo(paperPrinter, link).length === 0 ? candidates[0] : undefined;
    // Absent in older browsers.
    await ((own ?? only) as Partial<SerialPort> | undefined)?.forget?.();
  }

  async #plugged(link: SerialLink): Promise<SerialPort[]> {
    if (this.#serial === undefined) throw new PapertabError('device-api-missing', 'Serial');
    return (await this.#serial.getPorts()).filter(
      (port) => (port as Partial<SerialPort>).connected !== false && isEqual(linkOf(port), link),
    );
  }

  #freeOf(ports: readonly SerialPort[], paperPrinter: string): SerialPort[] {
    const others = [...this.#ports].filter(([id]) => id !== paperPrinter).map(([, port]) => port);
    return ports.filter((port) => !others.includes(port));
  }
}

function isLikeIt({ link }: PaperPrinterView, other: SerialLink): boolean {
  return link.transport === 'serial' && isEqual(link, other);
}
