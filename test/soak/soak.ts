import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../browser/wait.ts';
import { Bench, type Desk } from './bench.ts';
import { compareLedgers, type Difference, type Verdict } from './compare.ts';
import { Dice } from './dice.ts';
import { readDrawn } from './drawn.ts';
import { callEngine } from './engine-hand.ts';
import { FAULTS, type Fault, network } from './faults.ts';
import { History, type KeptJob } from './history.ts';
import { Sender } from './messages.ts';
import { numberedPicture } from './numbered-picture.ts';
import { PaperLedger, type Piece } from './paper-ledger.ts';
import { sleepMs } from './pause.ts';
import { readScreen, type ScreenPaper } from './screen-ledger.ts';

const JOBS_PER_SECOND = 1.3;
const FAULT_EVERY_MS = 5_000;
const LEAST_BETWEEN_FAULTS_MS = 700;
const LOOK_EVERY_MS = 5_000;
const SAY_EVERY_MS = 30_000;
const BUTTON_EVERY_MS = 2_500;
/** With more than these waiting, nothing is sent: the end would have to wait for them all. */
const MOST_WAITING = 60;
/** When everything is cured, how long it may take until all is on paper. */
const DRAIN_MS = 180_000;
/** When everything is cured, how long it may take until each Little Printer takes what is sent to it. */
const BACK_MS = 60_000;
/** How long one may take to acknowledge it. */
const ANSWER_MS = 10_000;
/** Local prints carry numbers from here on, and so do those that are sent when all is put right. */
const LOCAL_NUMBERS = 1 << 22;
const LAST_NUMBERS = 2 << 22;
const FAILURES = fileURLToPath(new URL('failures/', import.meta.url));
/**
 * How a page finds out whom it talks to: wrong only because the emulation keeps a link for a moment that its page has left.
 */
const PROBE = /^command (04|18) has a checksum of another key/;

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  /** What the names of the only faults that happen match. */
  readonly only?: RegExp;
}

export interface SoakResult extends Verdict {
  readonly jobs: number;
  readonly acknowledged: number;
  readonly faults: ReadonlyMap<string, number>;
  /** Those that could not happen, because they met with something that was broken already. */
  readonly failed: number;
  /** Prints on the page's own paper, and those of them that were not seen to come out to their end. */
  readonly onScreen: number;
  readonly unheard: number;
  readonly summary: string;
}

/** Whether a job is for the page's own paper. */
function isOnScreen({ paperPrinter }: KeptJob): boolean {
  return paperPrinter === 'screen';
}

/** Sends and breaks things for a while, by chance, then puts all right, and compares the ledgers. */
export class Soak {
  readonly #bench: Bench;
  readonly #options: SoakOptions;
  readonly #sender: Sender;
  readonly #history = new History();
  readonly #papers: ReadonlyMap<string, PaperLedger>;
  readonly #faults = new Map<string, number>();
  #failed = 0;
  readonly #steps: string[] = [];
  readonly #begun = Date.now();
  #verdict: Verdict = { differences: [], twice: 0, torn: 0, found: 0, untold: 0 };
  #screen: ScreenPaper = { pieces: [], unheard: 0 };
  #over = false;
  #pressed = 0;
  #local = 0;

  private constructor(bench: Bench, sender: Sender, options: SoakOptions) {
    this.#bench = bench;
    this.#sender = sender;
    this.#options = options;
    const papers = { bluetooth: bench.paperang.paper, serial: bench.receipts.paper };
    this.#papers = new Map(
      bench.desks.flatMap(({ name, paperPrinter }) =>
        name === 'screen' ? [] : [[paperPrinter, new PaperLedger(papers[name])]],
      ),
    );
  }

  static async run(options: SoakOptions): Promise<SoakResult> {
    const bench = await Bench.open();
    try {
      // Each has chance of its own, so that what one does leaves the others' schedule as it is.
      const sender = await Sender.create(bench.client, new Dice(options.seed));
      return await new Soak(bench, sender, options).#run();
    } finally {
      await bench.close();
    }
  }

  async #run(): Promise<SoakResult> {
    const { seed, minutes } = this.#options;
    const end = setTimeout(() => this.#finish(), minutes * 60_000);
    const say = setInterval(() => this.#say(), SAY_EVERY_MS);
    try {
      await Promise.all([
        this.#send(new Dice(seed + 1)),
        this.#break(new Dice(seed + 2)),
        this.#press(new Dice(seed + 3)),
        this.#look(),
      ]);
      if (this.#verdict.differences.length === 0) await this.#drain(new Dice(seed + 4));
    } finally {
      clearTimeout(end);
      clearInterval(say);
    }
    const { ledger } = this.#bench;
    const result = {
      ...this.#verdict,
      jobs: ledger.sent.length + this.#local,
      acknowledged: ledger.sent.filter(({ acknowledged }) => acknowledged).length,
      faults: this.#faults,
      failed: this.#failed,
      onScreen: this.#onScreen,
      unheard: this.#screen.unheard,
      summary: this.#summary(),
    };
    if (result.differences.length > 0) await this.#keep(result.differences);
    return result;
  }

  #finish(): void {
    this.#over = true;
  }

  #note(what: string): void {
    this.#steps.push(`${((Date.now() - this.#begun) / 1000).toFixed(2).padStart(8)} ${what}`);
  }

  get #seconds(): number {
    return (Date.now() - this.#begun) / 1000;
  }

  async #send(dice: Dice): Promise<void> {
    while (!this.#over) {
      const ahead = this.#sender.count >= this.#seconds * JOBS_PER_SECOND + 3;
      if (ahead || this.#history.waiting.length > MOST_WAITING) {
        await sleepMs(200);
        continue;
      }
      const { refused } = this.#sender;
      this.#note(await this.#sender.send(dice.pick(this.#bench.desks)));
      await sleepMs(this.#sender.refused > refused ? 300 : dice.between(0, 300));
    }
  }

  async #break(dice: Dice): Promise<void> {
    const { only } = this.#options;
    const possible = FAULTS.filter(({ name }) => only === undefined || only.test(name));
    const last = new Map<Fault, number>();
    let count = 0;
    while (!this.#over) {
      const due = this.#begun + ++count * FAULT_EVERY_MS * (0.6 + 0.4 * dice.next());
      await sleepMs(Math.max(LEAST_BETWEEN_FAULTS_MS, due - Date.now()));
      const now = Date.now();
      const ready = possible.filter((fault) => now - (last.get(fault) ?? 0) >= (fault.everyMs ?? 0));
      if (this.#over || ready.length === 0) continue;
      const fault = dice.weighted(ready);
      last.set(fault, now);
      this.#note(`── ${fault.name}`);
      try {
        await fault.happen(this.#bench, dice);
        this.#faults.set(fault.name, (this.#faults.get(fault.name) ?? 0) + 1);
        this.#note(`── ${fault.name}, over`);
      } catch (thrown) {
        // It met with something that was broken already.
        this.#failed++;
        this.#note(`── ${fault.name}: ${thrown}`);
      }
    }
  }

  /** The buttons are pressed, and now and then somebody at the page prints something. */
  async #press(dice: Dice): Promise<void> {
    while (!this.#over) {
      await sleepMs(dice.between(0, 2 * BUTTON_EVERY_MS));
      const desk = dice.pick(this.#bench.desks);
      const isLocal = dice.chance(0.3);
      try {
        if (isLocal) await this.#printLocally(desk, dice);
        else await this.#pressButton(desk);
        this.#note(isLocal ? `a print of this page, on ${desk.name}` : `the button of ${desk.name}`);
      } catch (thrown) {
        this.#note(`nobody hears the button of ${desk.name}: ${String(thrown).slice(0, 200)}`);
      }
    }
  }

  async #pressButton(desk: Desk): Promise<void> {
    await this.#bench.press(desk);
    this.#pressed++;
  }

  async #printLocally({ paperPrinter }: Desk, dice: Dice): Promise<void> {
    const picture = numberedPicture(LOCAL_NUMBERS + this.#local, dice.between(8, 60), 'lines', dice);
    await callEngine(this.#bench.page, 'print', picture, { source: 'note', title: `${this.#local}`, paperPrinter });
    this.#local++;
  }

  /** Compares the ledgers while everything goes on, and ends it all when they differ. */
  async #look(): Promise<void> {
    while (!this.#over) {
      await sleepMs(LOOK_EVERY_MS);
      await this.#compare(false).catch((thrown) => this.#note(`the page cannot be read: ${thrown}`));
      await this.#insist().catch(() => undefined);
      if (this.#verdict.differences.length > 0) this.#finish();
    }
  }

  async #compare(over: boolean): Promise<void> {
    const { ledger, page, screen } = this.#bench;
    // What is acknowledged by now has to be found; what comes meanwhile may be found.
    const due = new Set(ledger.sent.filter(({ acknowledged }) => acknowledged));
    const told = [...ledger.told];
    const refusals = [...ledger.refusals];
    const heard = screen.read();
    for (const paper of this.#papers.values()) paper.read();
    const papers = new Map<string, readonly Piece[]>();
    for (const [name, { pieces }] of this.#papers) papers.set(name, [...pieces]);
    await this.#history.read(page);
    const sent = ledger.sent.map((one) => ({ ...one, acknowledged: due.has(one) }));
    const jobs = [...this.#history.jobs.values()].sort((a, b) => a.id - b.id);
    this.#screen = readScreen(heard, jobs.filter(isOnScreen));
    papers.set('screen', this.#screen.pieces);
    this.#verdict = compareLedgers({ sent, told, refusals, papers, jobs }, over);
  }

  get #onScreen(): number {
    return [...this.#history.jobs.values()].filter((job) => isOnScreen(job) && job.state === 'printed').length;
  }

  /** What was cut short too often is printed when somebody says so. */
  async #insist(): Promise<void> {
    for (const { error, paperPrinter } of this.#history.waiting) {
      if (error?.code === 'printer-unsteady') await callEngine(this.#bench.page, 'reach', paperPrinter);
    }
  }

  /** Everything is put right; all that was acknowledged has to come out now. */
  async #drain(dice: Dice): Promise<void> {
    const { line, paperang, receipts, desks } = this.#bench;
    this.#note('all is put right');
    line.opening = 'works';
    paperang.peripheral.connecting = 'take';
    paperang.paper.cure();
    receipts.paper.cure();
    await receipts.plug();
    const lost = await this.#findLost(dice);
    const isOver = async (): Promise<boolean> => {
      await network(this.#bench);
      await this.#compare(false);
      if (this.#verdict.differences.length > 0) return true;
      await this.#insist();
      for (const desk of desks) {
        const isHeld = this.#history.held.some(
          ({ origin }) => origin.kind === 'delivery' && origin.littlePrinter === desk.littlePrinter,
        );
        if (isHeld) await this.#pressButton(desk);
      }
      const { waiting, held, jobs } = this.#history;
      const untold = [...jobs.values()].some(({ state, report }) => state === 'printed' && report === 'due');
      return waiting.length === 0 && held.length === 0 && !untold;
    };
    await waitFor(
      'everything to be on paper',
      () => isOver().catch((thrown) => this.#note(`not yet: ${thrown}`) as undefined),
      DRAIN_MS,
    ).catch((thrown) => this.#note(String(thrown)));
    await this.#compare(true);
    const drawn = await readDrawn(this.#bench.page, this.#history);
    const faults = [...paperang.paper.faults, ...receipts.paper.faults]
      .filter(({ message }) => !PROBE.test(message))
      .map(({ message, offset }) => ({
        what: `a printer was sent what it should not have been: ${message} at ${offset}`,
      }));
    this.#verdict = { ...this.#verdict, differences: [...this.#verdict.differences, ...lost, ...drawn, ...faults] };
  }

  /** Sends one more picture to each Little Printer. Those are lost that do not acknowledge it. */
  async #findLost(dice: Dice): Promise<Difference[]> {
    const { desks, client, ledger } = this.#bench;
    let number = LAST_NUMBERS;
    const takes = async ({ key, littlePrinter }: Desk): Promise<boolean> => {
      await network(this.#bench);
      if (!(await client.isOnline(key))) return false;
      const { length } = ledger.sent;
      await client.send(key, 'set_delivery_and_print', [numberedPicture(++number, 20, 'lines', dice)]);
      const isTaken = (): boolean =>
        ledger.sent.slice(length).some((sent) => sent.littlePrinter === littlePrinter && sent.acknowledged);
      return waitFor('its acknowledgement', isTaken, ANSWER_MS);
    };
    const lost = await Promise.all(
      desks.map((desk) =>
        waitFor(`${desk.name} to take a picture`, () => takes(desk).catch(() => false), BACK_MS).then(
          () => [],
          (thrown) => [{ what: String(thrown) }],
        ),
      ),
    );
    return lost.flat();
  }

  #summary(): string {
    const { ledger } = this.#bench;
    const { differences, twice, torn, found, untold } = this.#verdict;
    const faults = [...this.#faults.values()].reduce((sum, one) => sum + one, 0);
    const acknowledged = ledger.sent.filter((one) => one.acknowledged).length;
    return [
      `${Math.round(this.#seconds)} s`,
      `${ledger.sent.length + this.#local} jobs (${this.#local} of the page's own, ${this.#sender.refused} more refused)`,
      `${acknowledged} acknowledged, ${found} of them found on paper`,
      `${this.#history.waiting.length} waiting, ${this.#history.held.length} held, ${this.#pressed} presses`,
      `${torn} broken off, ${twice} twice, ${untold} never told`,
      `${this.#screen.unheard} of ${this.#onScreen} on the screen not heard of`,
      `${faults} faults, ${this.#failed} more that failed`,
      `${differences.length} differences`,
    ].join('; ');
  }

  #say(): void {
    const kinds = [...this.#faults].map(([name, times]) => `${times} × ${name}`).join(', ');
    console.log(`${this.#summary()}\n    ${kinds}`);
  }

  /** Writes down what there is to know about a difference. */
  async #keep(differences: readonly Difference[]): Promise<void> {
    await mkdir(FAILURES, { recursive: true });
    const { ledger, paperang, receipts } = this.#bench;
    const jobs = [...this.#history.jobs.values()];
    const around = (index: number | undefined): readonly unknown[] =>
      index === undefined ? [] : ledger.sent.slice(Math.max(0, index - 5), index + 6);
    const report = {
      seed: this.#options.seed,
      summary: this.#summary(),
      faults: Object.fromEntries(this.#faults),
      printerFaults: [paperang.paper.faults, receipts.paper.faults],
      differences: differences.slice(0, 20).map((difference) => ({
        ...difference,
        message: difference.sent === undefined ? undefined : ledger.sent[difference.sent],
        kept: jobs.find(({ id }) => id === difference.job),
        sentAround: around(difference.sent),
        jobsAround: jobs.filter(({ id }) => Math.abs(id - (difference.job ?? Number.NaN)) <= 5),
        piecesAround: difference.piece && this.#piecesAround(...difference.piece),
      })),
      unfinished: this.#history.waiting,
      steps: this.#steps.slice(-400),
    };
    const file = join(FAILURES, `${this.#options.seed}.json`);
    await writeFile(file, JSON.stringify(report, undefined, 1));
    console.log(`What there is to know about it is in ${file}`);
  }

  #piecesAround(paperPrinter: string, index: number): readonly unknown[] {
    const pieces = this.#papers.get(paperPrinter)?.pieces ?? this.#screen.pieces;
    return pieces
      .slice(Math.max(0, index - 5), index + 6)
      .map(({ kind, print, picture: { height } }) => ({ kind, print, height }));
  }
}
