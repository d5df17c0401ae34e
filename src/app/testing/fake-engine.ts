import type { EngineEvent, EngineState, PaperPrinterDraft, PaperPrinterView } from '../../engine/api.ts';
import type { Engine } from '../../engine/client.ts';
import { PapertabError } from '../../errors.ts';
import { type Bitmap, blackShare, createBitmap } from '../../imaging/bitmap.ts';
import type { Job, JobOrigin } from '../../jobs/job.ts';
import { modelOf } from '../../printers/catalog.ts';
import { hasEnded } from '../job-list.ts';

/** One call that the page made. */
export type Call = readonly [name: keyof Engine, ...args: readonly unknown[]];

/** A state in which everything is well and the printer is claimed; tests change what they are about. */
export function someState(change: Partial<EngineState> = {}): EngineState {
  return {
    phase: 'running',
    bridge: { phase: 'connected', server: 'wss://sirius.example/api/v1/connection', since: 1_700_000_000_000 },
    settings: { server: 'wss://sirius.example/api/v1/connection', keepAwake: false },
    littlePrinters: [
      {
        deviceAddress: 'db708b77ae2ee5b5',
        name: 'Kitchen',
        claimCode: 'vt4y-q4xv-7pe8-4fsy',
        claim: 'claimed',
        paperPrinter: 'screen',
        createdAt: 1_700_000_000_000,
        imported: false,
      },
    ],
    paperPrinters: [somePaper()],
    returning: true,
    ...change,
  };
}

/** A paper printer that is ready: the screen, unless another model is asked for. */
export function somePaper(change: Partial<PaperPrinterView> = {}): PaperPrinterView {
  const model = modelOf(change.model ?? 'screen');
  const { headWidth } = model.defaults;
  return {
    id: 'screen',
    name: '',
    model: 'screen',
    link: { transport: 'screen' },
    headWidth,
    dotsPerMm: model.dotsPerMm,
    rowsPerSecond: model.rowsPerSecond,
    state: 'ready',
    facts: {},
    batteryLow: false,
    paperLow: false,
    settings: model.defaults,
    ...change,
  };
}

/** A Paperang P2 that messages come out on; tests change what they are about. */
export function somePaperang(change: Partial<PaperPrinterView> = {}): PaperPrinterView {
  return somePaper({
    id: 'p2',
    name: 'Paperang_P2',
    model: 'paperang-p2',
    link: { transport: 'bluetooth', device: 'device-1' },
    ...change,
  });
}

/** The state of {@link someState} with paper printers before the screen; messages come out on the first. */
export function withPapers(...papers: readonly PaperPrinterView[]): EngineState {
  const state = someState({ paperPrinters: [...papers, somePaper()] });
  return withPrinter(state, { paperPrinter: state.paperPrinters[0]!.id });
}

/** The state of {@link someState} with its Little Printer changed. */
export function withPrinter(state: EngineState, change: Partial<EngineState['littlePrinters'][number]>): EngineState {
  return { ...state, littlePrinters: state.littlePrinters.map((printer) => ({ ...printer, ...change })) };
}

/** A printed delivery; tests change what they are about. */
export function someJob(change: Partial<Job> = {}): Job {
  return {
    id: 1,
    paperPrinter: 'screen',
    origin: { kind: 'delivery', littlePrinter: 'db708b77ae2ee5b5', printId: 7, face: false },
    state: 'printed',
    createdAt: 1_700_000_000_000,
    changedAt: 1_700_000_000_000,
    width: 384,
    height: 400,
    blackShare: 0.1,
    interruptions: 0,
    begun: false,
    report: 'sent',
    ...change,
  };
}

/** An engine for tests: does at once what it is asked, keeps the calls, and says what it is told to say. */
export class FakeEngine {
  readonly calls: Call[] = [];
  readonly pictures = new Map<number, Bitmap>();
  stored: Job[] = [];
  /** What the next call of a name is to reject with. */
  readonly refusals = new Map<keyof Engine, PapertabError>();
  listener: (event: EngineEvent) => void = () => {};

  readonly engine: Engine = {
    jobs: (page) => this.#answer('jobs', [page], () => this.#page(page)),
    unfinished: () => this.#answer('unfinished', [], () => this.stored.filter((job) => !hasEnded(job))),
    picture: (id) => this.#answer('picture', [id], () => this.#picture(id)),
    print: (bitmap, local) =>
      this.#answer('print', [bitmap, local], () => {
        const { paperPrinter, ...origin } = local;
        return this.#add(bitmap, { kind: 'local', ...origin }, paperPrinter);
      }),
    reprint: (id, how) =>
      this.#answer('reprint', [id, how], () =>
        this.#add(this.#picture(id), { kind: 'local', source: how.inverted ? 'inverted-reprint' : 'reprint', of: id }),
      ),
    release: (id) => this.#answer('release', [id], () => this.change(id, { state: 'waiting' })),
    cancel: (id) => this.#answer('cancel', [id], () => this.change(id, { state: 'cancelled' })),
    remove: (id) => this.#answer('remove', [id], () => this.#remove(id)),
    configure: (change) => this.#answer('configure', [change], () => undefined),
    rename: (address, name) => this.#answer('rename', [address, name], () => undefined),
    importPrinter: (printer) => this.#answer('importPrinter', [printer], () => undefined),
    printerFile: (address) =>
      this.#answer('printerFile', [address], () => ({ name: `${address}.printer`, text: `address: ${address}` })),
    addPaperPrinter: (draft) => this.#answer('addPaperPrinter', [draft], () => this.#addPaper(draft)),
    configurePaperPrinter: (id, change) => this.#answer('configurePaperPrinter', [id, change], () => undefined),
    forgetPaperPrinter: (id) => this.#answer('forgetPaperPrinter', [id], () => undefined),
    usePaperPrinter: (address, id) => this.#answer('usePaperPrinter', [address, id], () => undefined),
    moveJobs: (from, to) => this.#answer('moveJobs', [from, to], () => undefined),
    selfTest: (id) => this.#answer('selfTest', [id], () => undefined),
    reach: (id) => this.#answer('reach', [id], () => undefined),
    attach: (id, pipe, limits) => this.#answer('attach', [id, pipe, limits], () => undefined),
    unreachable: (id, why) => this.#answer('unreachable', [id, why], () => undefined),
    reconnect: () => this.#answer('reconnect', [], () => undefined),
    tell: (event) => this.#answer('tell', [event], () => undefined),
  };

  /** Says something, as the real one does. */
  emit(event: EngineEvent): void {
    this.listener(event);
  }

  say(state: EngineState): void {
    this.emit({ type: 'state', state });
  }

  /** Changes a stored job and says so. */
  change(id: number, change: Partial<Job>): void {
    const job = this.stored.find((known) => known.id === id);
    if (!job) throw new PapertabError('job-unknown');
    const changed = { ...job, ...change };
    this.stored = this.stored.map((known) => (known.id === id ? changed : known));
    this.emit({ type: 'job', job: changed });
  }

  /** The arguments of every call of a name. */
  argumentsOf(name: keyof Engine): (readonly unknown[])[] {
    return this.calls.filter((call) => call[0] === name).map(([, ...args]) => args);
  }

  async #answer<T>(name: keyof Engine, args: readonly unknown[], act: () => T): Promise<T> {
    this.calls.push([name, ...args]);
    const refusal = this.refusals.get(name);
    this.refusals.delete(name);
    if (refusal) throw refusal;
    return act();
  }

  #page({ before = Number.POSITIVE_INFINITY, limit }: { before?: number; limit: number }): Job[] {
    return this.stored
      .filter((job) => job.id < before)
      .sort((a, b) => b.id - a.id)
      .slice(0, limit);
  }

  #picture(id: number): Bitmap {
    return this.pictures.get(id) ?? createBitmap(384, 400);
  }

  #addPaper(draft: PaperPrinterDraft): string {
    const id = draft.model;
    const { defaults } = modelOf(draft.model);
    const settings = { ...defaults, ...draft.settings };
    this.say(withPapers(somePaper({ ...draft, id, settings, headWidth: settings.headWidth, state: 'connecting' })));
    return id;
  }

  #add(bitmap: Bitmap, origin: JobOrigin, paperPrinter = 'screen'): Job {
    const id = Math.max(0, ...this.stored.map((job) => job.id)) + 1;
    const job = someJob({
      id,
      origin,
      paperPrinter,
      state: 'waiting',
      width: bitmap.width,
      height: bitmap.height,
      blackShare: blackShare(bitmap),
      report: 'none',
    });
    this.pictures.set(id, bitmap);
    this.stored = [...this.stored, job];
    this.emit({ type: 'job', job });
    return job;
  }

  #remove(id: number): void {
    this.stored = this.stored.filter((job) => job.id !== id);
    this.emit({ type: 'job-removed', id });
  }
}
