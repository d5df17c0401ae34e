import { type Clock, systemClock } from '../../src/clock.ts';
import type { Bitmap } from '../../src/imaging/bitmap.ts';
import { type Fault, MalformedStream } from './fault.ts';
import { Head } from './head.ts';
import { Roll } from './roll.ts';

/**
 * What every emulated printer has: a receive buffer of so many bytes, a head of such a speed, a roll of paper, troubles
 * that stop the head, faults that remember what should not have been sent, and replies, cut as the test wants them.
 *
 * A printer takes bytes through {@link EmulatedPaper.receive}, in any pieces, and speaks through `onReply`; it knows
 * nothing of Bluetooth, serial lines or browsers. With a {@link Clock} of the test's own it stands still until that clock
 * is moved. Everything that is on paper is in `pictures` (ended by a feed or a cut) or `torn` (never ended).
 */
export interface PaperOptions {
  /** Dots across the head. */
  readonly headWidth?: number;
  readonly clock?: Clock;
  /**
   * Size of the receive buffer; without it, it never fills. A whole frame has to fit, and one write more where there
   * are credits.
   */
  readonly bufferBytes?: number;
  /** Speed of the head; without it, everything is printed at once. */
  readonly rowsPerSecond?: number;
  /**
   * How replies are cut: each by itself, all that come together in one piece, or in pieces of so many bytes that know
   * nothing of where a reply ends.
   */
  readonly replies?: 'single' | 'joined' | { readonly pieces: number };
  /** How long the printer takes to answer; without it, it answers before `receive` returns. */
  readonly replyDelayMs?: number;
}

/** What happens to the paper of any printer. */
export type RollEvent =
  | { readonly kind: 'picture'; readonly rows: number }
  | { readonly kind: 'torn'; readonly rows: number }
  | { readonly kind: 'trouble' | 'cured'; readonly trouble: string }
  | { readonly kind: 'power-off' | 'power-on' | 'disconnected' };

interface Appointment {
  readonly at: number;
  readonly task: () => void;
}

export abstract class EmulatedPaper<Event extends { readonly kind: string }, Trouble extends string> {
  readonly headWidth: number;
  readonly clock: Clock;
  readonly bufferBytes: number;
  /** Pictures that a feed or a cut has ended, as wide as the head. */
  readonly pictures: Bitmap[] = [];
  /** Pieces that were begun and never ended: the printer lost power, its connection, or was reset. */
  readonly torn: Bitmap[] = [];
  /** Everything that happened, in the order in which the printer did it. */
  readonly events: (Event | RollEvent)[] = [];
  readonly faults: Fault[] = [];
  /** Takes what the printer says. */
  onReply: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined;
  /** Called when the buffer has more room than before. */
  onFreed: () => void = () => undefined;

  protected readonly roll: Roll;
  protected readonly troubles = new Set<Trouble>();
  readonly #options: PaperOptions;
  readonly #head: Head;
  readonly #msPerRow: number;
  #received = 0;
  #rowsDrawn = 0;
  #occupied = 0;
  #powered = true;
  /** Rises with each connection lost, so that what belongs to an earlier one can be told. */
  #link = 0;
  #depth = 0;
  #freed = false;
  #overflowing = false;
  #said: Uint8Array[] = [];
  #byteTasks: Appointment[] = [];
  #rowTasks: Appointment[] = [];
  #waiting: { readonly condition: () => boolean; readonly resolve: () => void }[] = [];

  constructor(options: PaperOptions) {
    this.#options = options;
    this.headWidth = options.headWidth ?? 384;
    this.clock = options.clock ?? systemClock;
    this.bufferBytes = options.bufferBytes ?? Number.POSITIVE_INFINITY;
    this.#msPerRow = options.rowsPerSecond === undefined ? 0 : 1000 / options.rowsPerSecond;
    this.roll = new Roll(this.headWidth);
    this.#head = new Head(
      this.clock,
      ({ bytes }) => this.release(bytes),
      (work) => this.act(work),
    );
  }

  /** Bytes that it was ever sent, those lost on the way into a full buffer included. */
  get received(): number {
    return this.#received;
  }

  /** Rows of pictures that it ever drew. */
  get rowsDrawn(): number {
    return this.#rowsDrawn;
  }

  /** Rows drawn since the last picture ended. */
  get drawn(): Bitmap {
    return this.roll.look();
  }

  /** Bytes that the receive buffer still takes. */
  get freeBytes(): number {
    return this.bufferBytes - this.#occupied;
  }

  get powered(): boolean {
    return this.#powered;
  }

  /** Whether the head is at work or has work waiting. */
  get busy(): boolean {
    return this.#head.busy;
  }

  /** Takes bytes as the hardware hands them over, cut anywhere. A printer without power takes none. */
  receive(bytes: Uint8Array): void {
    this.act(() => {
      const link = this.#link;
      for (const byte of bytes) {
        this.#keep(this.#byteTasks, this.#received);
        if (!this.#powered || link !== this.#link) return;
        const offset = this.#received++;
        if (this.#occupied >= this.bufferBytes) {
          if (!this.#overflowing)
            this.fault(`the receive buffer of ${this.bufferBytes} bytes is full`, offset, 'overflow');
          this.#overflowing = true;
          continue;
        }
        this.#overflowing = false;
        this.#occupied += 1;
        this.take(byte, offset);
      }
    });
  }

  /** Runs `task` just before the byte with this offset is taken: to lose the link or the power at an exact moment. */
  atByte(offset: number, task: () => void): void {
    this.#byteTasks.push({ at: offset, task });
  }

  /** Runs `task` as soon as so many rows in all have been drawn: to run out of paper in the middle of a picture. */
  atRow(rowsDrawn: number, task: () => void): void {
    this.#rowTasks.push({ at: rowsDrawn, task });
  }

  /** Something goes wrong with the printer, or comes back to being so. */
  suffer(trouble: Trouble): void {
    this.act(() => {
      if (this.troubles.has(trouble)) return;
      this.troubles.add(trouble);
      this.events.push({ kind: 'trouble', trouble });
      if (this.stopsHead(trouble)) this.#head.stop();
    });
  }

  /** Somebody puts it right: one trouble, or all of them. The head goes on where it stopped. */
  cure(trouble?: Trouble): void {
    this.act(() => {
      for (const one of trouble === undefined ? [...this.troubles] : [trouble]) {
        if (this.troubles.delete(one)) this.events.push({ kind: 'cured', trouble: one });
      }
      if (![...this.troubles].some((one) => this.stopsHead(one))) this.#head.go();
    });
  }

  /** The power goes: buffer, half a command and settings are lost; what is on paper stays there, torn. */
  powerOff(): void {
    this.act(() => {
      if (!this.#powered) return;
      this.#powered = false;
      this.#link += 1;
      this.#head.clear();
      this.#release(this.#occupied);
      this.#said = [];
      this.forget('power');
      this.tear();
      this.events.push({ kind: 'power-off' });
    });
  }

  powerOn(): void {
    this.act(() => {
      if (this.#powered) return;
      this.#powered = true;
      this.events.push({ kind: 'power-on' });
    });
  }

  /**
   * The connection goes while the power stays: what has been received is still printed. The rest of the bytes that
   * `receive` is taking just now is lost.
   */
  disconnect(): void {
    this.act(() => {
      this.#link += 1;
      this.#said = [];
      this.forget('connection');
      this.events.push({ kind: 'disconnected' });
    });
  }

  /**
   * Resolves as soon as `condition` holds. It is looked at after everything that the printer does, so it may look at
   * anything that it tells.
   */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      if (condition()) resolve();
      else this.#waiting.push({ condition, resolve });
    });
  }

  /** @throws MalformedStream when anything was sent that should not have been */
  check(): void {
    if (this.faults.length > 0) throw new MalformedStream(this.faults);
  }

  /**
   * As {@link check}, and that all is done: no command half received, no row that no feed follows, nothing left to print.
   *
   * @throws MalformedStream
   */
  checkAtRest(): void {
    const left = [
      ...(this.pending === 0 ? [] : ['the stream ends in the middle of a command']),
      ...(this.roll.rows === 0 ? [] : [`${this.roll.rows} rows were drawn and not fed out`]),
      ...(this.busy ? ['the printer is still at work'] : []),
      ...this.leftovers,
    ];
    const faults = left.map((message): Fault => ({ kind: 'malformed', offset: this.#received, message }));
    if (this.faults.length + faults.length > 0) throw new MalformedStream([...this.faults, ...faults]);
  }

  /** Remembers something that should not have been. `offset` is that of the byte to come where it is left out. */
  fault(message: string, offset = this.#received, kind: Fault['kind'] = 'malformed'): void {
    this.faults.push({ kind, offset, message });
  }

  /** Says bytes of the test's own, in between of what it says by itself: noise that a parser has to get over. */
  blurt(bytes: Uint8Array): void {
    this.act(() => this.say(bytes));
  }

  /** Takes one byte, which occupies the buffer until {@link release} or a step of {@link queue} gives it back. */
  protected abstract take(byte: number, offset: number): void;

  /** Forgets what does not outlast a loss of the connection or of power: a half command, keys, settings. */
  protected abstract forget(lost: 'connection' | 'power'): void;

  /** Bytes that a command which is not complete has so far or still expects. */
  protected abstract get pending(): number;

  /** What else must not be left over when all is done, in words. */
  protected get leftovers(): readonly string[] {
    return [];
  }

  protected abstract stopsHead(trouble: Trouble): boolean;

  /** Called after everything that happened, to say what a change calls for. */
  protected changed(): void {}

  protected release(bytes: number): void {
    this.#release(bytes);
  }

  /** Something for the head: after all that came before it, taking the time of `rows` rows. */
  protected queue(bytes: number, rows: number | (() => number), run: () => void): void {
    const count = typeof rows === 'number' ? () => rows : rows;
    this.#head.add({ bytes, ms: () => count() * this.#msPerRow, run });
  }

  /** Draws a row, now. */
  protected draw(row: Uint8Array): void {
    this.roll.draw(row);
    this.#rowsDrawn += 1;
    this.#keep(this.#rowTasks, this.#rowsDrawn);
  }

  /** Ends the picture that was being drawn, if any was. */
  protected endPicture(): void {
    const rows = this.roll.rows;
    if (rows === 0) return;
    this.pictures.push(this.roll.take());
    this.events.push({ kind: 'picture', rows });
  }

  /** What was being drawn is left unfinished. */
  protected tear(): void {
    const rows = this.roll.rows;
    if (rows === 0) return;
    this.torn.push(this.roll.take());
    this.events.push({ kind: 'torn', rows });
  }

  protected log(event: Event): void {
    this.events.push(event);
  }

  protected say(bytes: Uint8Array): void {
    this.#said.push(bytes);
  }

  /** Whatever changes the printer from outside goes through here: afterwards it speaks and whoever waits is told. */
  protected act(change: () => void): void {
    this.#depth += 1;
    try {
      change();
      if (this.#depth === 1) this.changed();
    } finally {
      this.#depth -= 1;
    }
    if (this.#depth > 0) return;
    this.#speak();
    if (this.#freed) {
      this.#freed = false;
      this.onFreed();
    }
    const ready = this.#waiting.filter(({ condition }) => condition());
    this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
    for (const { resolve } of ready) resolve();
  }

  #release(bytes: number): void {
    if (bytes === 0) return;
    this.#occupied -= bytes;
    this.#freed = true;
  }

  #keep(tasks: Appointment[], at: number): void {
    if (tasks.length === 0) return;
    for (const due of tasks.filter((one) => one.at <= at)) {
      tasks.splice(tasks.indexOf(due), 1);
      due.task();
    }
  }

  #speak(): void {
    if (this.#said.length === 0) return;
    const pieces = cut(this.#said, this.#options.replies ?? 'single');
    this.#said = [];
    const delay = this.#options.replyDelayMs ?? 0;
    if (delay === 0) {
      for (const piece of pieces) this.onReply(piece);
      return;
    }
    const link = this.#link;
    this.clock.after(delay, () => {
      if (link !== this.#link) return;
      for (const piece of pieces) this.onReply(piece);
    });
  }
}

function cut(replies: readonly Uint8Array[], how: 'single' | 'joined' | { pieces: number }): Uint8Array<ArrayBuffer>[] {
  if (how === 'single') return replies.map((reply) => Uint8Array.from(reply));
  const joined = Uint8Array.from(replies.flatMap((reply) => [...reply]));
  if (how === 'joined') return [joined];
  const count = Math.ceil(joined.length / how.pieces);
  return Array.from({ length: count }, (_, i) => joined.slice(i * how.pieces, (i + 1) * how.pieces));
}
