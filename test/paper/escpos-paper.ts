import { EmulatedPaper } from './emulated-paper.ts';
import type { EscposEvent, EscposOptions, EscposQuestion } from './escpos-options.ts';
import { type Command, type CommandName, EscposParser } from './escpos-parser.ts';
import { type Placement, type PrintArea, place, placeRow } from './escpos-placement.ts';
import { automaticStatus, type EscposTrouble, paperSensors, realTimeStatus } from './escpos-status.ts';
import { hex } from './fault.ts';

interface Settings extends PrintArea {
  lineSpacing: number;
}

/** What may come anywhere, and says nothing about the bytes around it. */
const AT_ANY_TIME: readonly CommandName[] = ['NUL', 'XON/XOFF', 'DLE EOT'];

/**
 * A receipt printer by the ESC/POS sheet: takes the bytes of a serial line, draws pictures where margin, print width and
 * alignment put them, feeds, cuts, tells its status.
 *
 * One job is from its first row to a cut, or to feeds of `endFeedRows` rows together: that ends a picture. Smaller feeds
 * within a picture are white rows of it; after its last row they are not. A reset (ESC @) while rows have been drawn and
 * not fed out leaves them torn. Only what a picture job needs is understood: text, and commands that the sheet's picture
 * jobs have no use for, are faults. So are zeros where commands stand, but for those before a reset: they end a band whose
 * rest never came.
 *
 * Printing and settings wait in the buffer for their turn; DLE EOT is answered the moment that it arrives, in the middle of
 * a picture too, as the printers do whose bytes happen to say so.
 */
export class EscposPaper extends EmulatedPaper<EscposEvent, EscposTrouble> {
  readonly #options: EscposOptions;
  readonly #parser: EscposParser;
  #settings: Settings;
  /** How the rows of the present picture are drawn; undefined when they are not. */
  #placement: Placement | undefined;
  #pictureOffset = 0;
  /** Whether it has been told that the present picture is wider than the print area. */
  #beyond = false;
  #garbled = false;
  /** Rows that were fed since the last one was drawn, and may still turn out to lie within a picture. */
  #fed = 0;
  /** The last two bytes that arrived, whatever they were. */
  #last = [-1, -1];
  #busyBuffer = false;
  #automatic = 0;
  #automaticTold: number[] = automaticStatus(new Set());
  #deafUntil = Number.NEGATIVE_INFINITY;
  #deafTold = false;
  #nuls = 0;
  /** Where the NUL bytes began that no reset has followed yet. */
  #strayFrom: number | undefined;

  constructor(options: EscposOptions = {}) {
    super(options);
    this.#options = options;
    this.#settings = this.#defaults();
    this.#parser = new EscposParser({
      command: (command) => this.#command(command),
      row: (row) => this.#row(row),
      garbage: (message, offset, dropped) => this.#garbage(message, offset, dropped),
    });
  }

  /** Whether its buffer has room: what it says on a hardware line, and by XON and XOFF. */
  get ready(): boolean {
    return this.powered && !this.#busyBuffer;
  }

  /** Bytes of the picture that it was promised and has not been sent. */
  get expected(): number {
    return this.#parser.expected;
  }

  /** NUL bytes that it was sent where commands stand, and ignored. */
  get nuls(): number {
    return this.#nuls;
  }

  /** The cable is pulled. A printer that lives from it loses its power. */
  unplug(): void {
    if (this.#options.survivesUnplug === true) this.disconnect();
    else this.powerOff();
  }

  plug(): void {
    this.powerOn();
  }

  /** The port is opened: some printers start anew then, and lose what they had. */
  opened(): void {
    const { bootMs } = this.#options;
    if (bootMs === undefined) return;
    this.powerOff();
    this.powerOn();
    this.#deafUntil = this.clock.now() + bootMs;
    this.#deafTold = false;
    this.log({ kind: 'rebooted' });
  }

  protected override get pending(): number {
    return this.#parser.pending + this.#parser.expected;
  }

  protected override get leftovers(): readonly string[] {
    return this.#strayFrom === undefined ? [] : [strayNuls(this.#strayFrom)];
  }

  protected override stopsHead(trouble: EscposTrouble): boolean {
    return trouble !== 'paper-near-end';
  }

  protected override take(byte: number, offset: number): void {
    if (this.clock.now() < this.#deafUntil) {
      this.release(1);
      if (!this.#deafTold) this.fault('sent while the printer starts', offset);
      this.#deafTold = true;
      return;
    }
    const inPicture = this.#parser.expected > 0;
    this.#parser.push(byte, offset);
    const [first, second] = this.#last;
    this.#last = [second!, byte];
    const asked = first === 0x10 && second === 0x04 && byte >= 1 && byte <= 4;
    if (asked && (!inPicture || this.#options.realTimeInPictures !== false)) {
      this.#answer('DLE EOT', [realTimeStatus(byte, this.troubles)], inPicture);
    }
  }

  protected override forget(lost: 'connection' | 'power'): void {
    if (lost === 'connection') return;
    this.#parser.reset();
    this.#settings = this.#defaults();
    this.#placement = undefined;
    this.#garbled = false;
    this.#fed = 0;
    this.#last = [-1, -1];
    this.#busyBuffer = false;
    this.#automatic = 0;
    this.#strayFrom = undefined;
  }

  protected override changed(): void {
    const busy = this.freeBytes <= (this.#options.busyAtFree ?? 128);
    const ready = this.freeBytes >= (this.#options.readyAtFree ?? 256);
    if (this.#busyBuffer ? ready : busy) {
      this.#busyBuffer = !this.#busyBuffer;
      if (this.#options.xonXoff === true) this.say(Uint8Array.of(this.#busyBuffer ? 0x13 : 0x11));
    }
    const now = automaticStatus(this.troubles);
    // Bits 1 to 3 of what was asked for stand for the first three bytes; bit 0, the drawer, never changes here.
    const changed = now.some((byte, i) => byte !== this.#automaticTold[i] && (this.#automatic & (0x02 << i)) !== 0);
    this.#automaticTold = now;
    if (changed && this.powered) this.say(Uint8Array.from(now));
  }

  #defaults(): Settings {
    return {
      align: 0,
      margin: 0,
      printWidth: this.#options.printWidth ?? this.headWidth,
      lineSpacing: this.#options.lineSpacing ?? 30,
    };
  }

  #answer(question: EscposQuestion, bytes: readonly number[], inPicture = false): void {
    this.log({ kind: 'asked', question, inPicture });
    const answers = this.#options.answers;
    if (answers === undefined || answers.includes(question)) this.say(Uint8Array.from(bytes));
  }

  #garbage(message: string | undefined, offset: number, dropped: number): void {
    if (message !== undefined) this.fault(message, offset);
    this.queue(dropped, 0, () => {
      this.#garbled = true;
    });
  }

  #command(command: Command): void {
    const { name, parameters, offset, size } = command;
    const [a = 0, b = 0] = parameters;
    const wrong = (): void => {
      this.release(size);
      this.fault(`${name} with ${parameters.map(hex).join(' ')}`, offset);
    };
    const set = (allowed: boolean, run: () => void): void => {
      if (allowed) this.queue(size, 0, run);
      else wrong();
    };
    if (!AT_ANY_TIME.includes(name)) this.#endNuls(name);
    switch (name) {
      case 'NUL':
        this.#nuls += 1;
        this.#strayFrom ??= offset;
        this.release(size);
        break;
      case 'XON/XOFF':
        this.release(size);
        break;
      case 'DLE EOT':
        // Answered as it arrived.
        if (a >= 1 && a <= 4) this.release(size);
        else wrong();
        break;
      case 'FF':
        set(true, () => this.log({ kind: 'form-feed' }));
        break;
      case 'LF':
        this.#feedLines(size, 1);
        break;
      case 'ESC d':
        this.#feedLines(size, a);
        break;
      case 'ESC J':
        this.queue(size, a, () => this.#feed(a));
        break;
      case 'ESC @':
        this.queue(size, 0, () => this.#reset());
        break;
      case 'ESC 2':
        set(true, () => this.#spaceLines(this.#defaults().lineSpacing));
        break;
      case 'ESC 3':
        set(true, () => this.#spaceLines(a));
        break;
      case 'ESC 7':
        set(true, () => this.log({ kind: 'heat', values: parameters }));
        break;
      case 'ESC 8':
        set(true, () => this.log({ kind: 'sleep', value: a + 256 * b }));
        break;
      case 'DC2 #':
        set(true, () => this.log({ kind: 'density', value: a }));
        break;
      case 'ESC a':
        set([0, 1, 2, 0x30, 0x31, 0x32].includes(a), () => {
          this.#atLineStart(name, offset);
          this.#settings.align = a & 0x0f;
          this.log({ kind: 'align', value: a & 0x0f });
        });
        break;
      case 'GS L':
        set(a + 256 * b < this.headWidth, () => {
          this.#atLineStart(name, offset);
          this.#settings.margin = a + 256 * b;
          this.log({ kind: 'margin', value: a + 256 * b });
        });
        break;
      case 'GS W':
        set(a + 256 * b > 0 && a + 256 * b <= this.headWidth, () => {
          this.#atLineStart(name, offset);
          this.#settings.printWidth = a + 256 * b;
          this.log({ kind: 'print-width', value: a + 256 * b });
        });
        break;
      case 'GS V':
        this.#cut(command);
        break;
      case 'ESC v':
        set(true, () => this.#answer(name, [this.troubles.has('paper-out') ? 0x04 : 0x00]));
        break;
      case 'GS r':
        // The drawer, 2, is always shut.
        set([1, 2, 0x31, 0x32].includes(a), () =>
          this.#answer(name, [(a & 0x0f) === 1 ? paperSensors(this.troubles) : 0x00]),
        );
        break;
      case 'GS a':
        set(true, () => {
          this.log({ kind: 'asked', question: name, inPicture: false });
          const answers = this.#options.answers;
          this.#automatic = answers === undefined || answers.includes(name) ? a : 0;
        });
        break;
      case 'GS v 0':
        this.#picture(command);
        break;
    }
  }

  #endNuls(next: CommandName): void {
    if (this.#strayFrom !== undefined && next !== 'ESC @') this.fault(strayNuls(this.#strayFrom), this.#strayFrom);
    this.#strayFrom = undefined;
  }

  #reset(): void {
    this.tear();
    this.#fed = 0;
    this.#garbled = false;
    this.#settings = this.#defaults();
    this.log({ kind: 'reset' });
  }

  #spaceLines(rows: number): void {
    this.#settings.lineSpacing = rows;
    this.log({ kind: 'line-spacing', value: rows });
  }

  #atLineStart(name: string, offset: number): boolean {
    if (this.#garbled) this.fault(`${name} is not at the start of a line`, offset);
    return !this.#garbled;
  }

  #feedLines(size: number, lines: number): void {
    // How far that is, is known when it is their turn.
    const rows = (): number => lines * this.#settings.lineSpacing;
    this.queue(size, rows, () => this.#feed(rows()));
  }

  #feed(rows: number): void {
    this.#garbled = false;
    this.#fed += rows;
    if (this.#fed >= (this.#options.endFeedRows ?? 24)) this.#end();
    this.log({ kind: 'feed', rows });
  }

  #end(): void {
    this.endPicture();
    this.#fed = 0;
  }

  #cut({ parameters, offset, size }: Command): void {
    const [mode = 0, feed = 0] = parameters;
    const full = [0x00, 0x30, 0x41, 0x61, 0x67].includes(mode);
    if (!full && ![0x01, 0x31, 0x42, 0x62, 0x68].includes(mode)) {
      this.release(size);
      this.fault(`GS V with the mode ${hex(mode)}`, offset);
      return;
    }
    const cutter = this.#options.cutter ?? true;
    if (cutter !== true) {
      this.release(size);
      if (cutter === false) this.fault('a cut, to a printer without a cutter', offset);
      return;
    }
    this.queue(size, feed, () => {
      this.#garbled = false;
      this.#end();
      this.log({ kind: 'cut', form: full ? 'full' : 'partial', mode, feed });
    });
  }

  #picture({ parameters, offset, size }: Command): void {
    const [, mode = 0, xl = 0, xh = 0, yl = 0, yh = 0] = parameters;
    const [bytes, rows] = [xl + 256 * xh, yl + 256 * yh];
    const maxRows = this.#options.maxRows ?? 2303;
    const wrong =
      ![0, 1, 2, 3, 0x30, 0x31, 0x32, 0x33].includes(mode) || bytes === 0 || rows === 0
        ? `GS v 0 with ${parameters.slice(1).map(hex).join(' ')}`
        : rows > maxRows
          ? `GS v 0 with ${rows} rows, more than ${maxRows}`
          : undefined;
    if (wrong !== undefined) this.fault(wrong, offset);
    this.queue(size, 0, () => {
      this.#placement = undefined;
      if (wrong !== undefined || !this.#atLineStart('GS v 0', offset)) return;
      this.#placement = place(bytes, mode, this.headWidth, this.#settings);
      this.#pictureOffset = offset;
      this.#beyond = this.#placement.tooWide;
      if (this.#beyond) this.fault(`rows of ${bytes} bytes are wider than the print area`, offset);
      this.log({ kind: 'band', rows });
    });
  }

  #row(row: Uint8Array): void {
    const rows = (): number => this.#placement?.scaleY ?? 0;
    this.queue(row.length, rows, () => {
      if (this.#placement === undefined) return;
      if (this.roll.rows > 0) this.roll.skip(this.#fed);
      this.#fed = 0;
      const { drawn, dropped } = placeRow(row, this.headWidth, this.#placement);
      if (dropped && !this.#beyond) this.fault('black dots beyond the print area', this.#pictureOffset);
      this.#beyond ||= dropped;
      for (let i = rows(); i > 0; i--) this.draw(drawn);
    });
  }
}

function strayNuls(from: number): string {
  return `no reset follows the NUL bytes from byte ${from} on`;
}
