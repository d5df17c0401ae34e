import type {
  BackupSummary,
  EngineEvent,
  EngineState,
  LittlePrinterChange,
  LittlePrinterView,
  PaperPrinterDraft,
  PaperPrinterView,
  StorageUse,
} from '../../engine/api.ts';
import type { Engine } from '../../engine/client.ts';
import { whoseButton } from '../../engine/whose-button.ts';
import { PapertabError } from '../../errors.ts';
import { type Bitmap, blackShare, createBitmap } from '../../imaging/bitmap.ts';
import type { Job, JobOrigin } from '../../jobs/job.ts';
import type { LogEntry } from '../../jobs/log-entry.ts';
import { modelOf } from '../../printers/catalog.ts';
import { hasEnded } from '../job-list.ts';

/** One call that the page made. */
export type Call = readonly [name: keyof Engine, ...args: readonly unknown[]];

/** A state in which everything is well and the printer is claimed; tests change what they are about. */
export function someState(change: Partial<EngineState> = {}): EngineState {
  return {
    phase: 'running',
    bridge: { phase: 'connected', server: 'wss://sirius.example/api/v1/connection', since: 1_700_000_000_000 },
    settings: {
      server: 'wss://sirius.example/api/v1/connection',
      keepAwake: false,
      notify: false,
      keepPrints: 1000,
      keepBytes: 200_000_000,
    },
    littlePrinters: [someLittlePrinter()],
    paperPrinters: [somePaper()],
    retired: [],
    returning: true,
    runsHere: true,
    copies: { state: 'off' },
    ...change,
  };
}

/** A claimed Little Printer that prints on the screen; tests change what they are about. */
export function someLittlePrinter(change: Partial<LittlePrinterView> = {}): LittlePrinterView {
  return {
    deviceAddress: 'db708b77ae2ee5b5',
    name: 'Kitchen',
    claimCode: 'vt4y-q4xv-7pe8-4fsy',
    claim: 'claimed',
    paperPrinter: 'screen',
    createdAt: 1_700_000_000_000,
    imported: false,
    face: 'none',
    hasPersonality: false,
    quips: 0,
    offlineWhenAway: false,
    toldOffline: false,
    ...change,
  };
}

/** The second of two Little Printers, which nobody has claimed yet. */
export function someOther(change: Partial<LittlePrinterView> = {}): LittlePrinterView {
  return someLittlePrinter({
    deviceAddress: '1f2e3d4c5b6a7988',
    name: 'Study',
    claimCode: '6xwh-441j-8115-zyrh',
    claim: 'unclaimed',
    ...change,
  });
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

/** {@link withPapers} with a Paperang alone. */
export function withPaperang(change: Partial<PaperPrinterView> = {}): EngineState {
  return withPapers(somePaperang(change));
}

/** A state with the second of two Little Printers besides. */
export function withOther(state: EngineState, change: Partial<LittlePrinterView> = {}): EngineState {
  return { ...state, littlePrinters: [...state.littlePrinters, someOther(change)] };
}

/** Two Little Printers, the first on the screen, the other one on a Paperang. */
export function onTwoPapers(other: Partial<LittlePrinterView> = {}): EngineState {
  return withOther(someState({ paperPrinters: [somePaperang(), somePaper()] }), { paperPrinter: 'p2', ...other });
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
    faceRows: 0,
    bytes: 2400,
    blackShare: 0.1,
    interruptions: 0,
    begun: false,
    answered: true,
    report: 'sent',
    ...change,
  };
}

/** An engine for tests: does at once what it is asked, keeps the calls, and says what it is told to say. */
export class FakeEngine {
  readonly calls: Call[] = [];
  readonly pictures = new Map<number, Bitmap>();
  stored: Job[] = [];
  /** The log, newest first. */
  logged: LogEntry[] = [];
  /** The face that every Little Printer has. */
  faceShown: Bitmap | undefined;
  folder: FileSystemDirectoryHandle | undefined;
  use: StorageUse = { prints: 12, bytes: 28_800, usage: 400_000, quota: 2_000_000_000 };
  summary: BackupSummary = {
    madeAt: 1_700_000_000_000,
    littlePrinters: [{ deviceAddress: '1f2e3d4c5b6a7988', name: 'Study' }],
    paperPrinters: ['Paperang P2'],
    prints: 5,
    unprinted: 1,
  };
  /** The latest state that was said: what the calls that change it begin from. */
  state: EngineState = someState();
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
    configureLittlePrinter: (address, change) =>
      this.#answer('configureLittlePrinter', [address, change], () => this.#configure(address, change)),
    addLittlePrinter: (name) => this.#answer('addLittlePrinter', [name], () => this.#addLittle(name)),
    importPrinter: (printer, replaces) => this.#answer('importPrinter', [printer, replaces], () => undefined),
    resetLittlePrinter: (address) => this.#answer('resetLittlePrinter', [address], () => 'aabbccddeeff0011'),
    restoreLittlePrinter: (address) => this.#answer('restoreLittlePrinter', [address], () => undefined),
    forgetLittlePrinter: (address) => this.#answer('forgetLittlePrinter', [address], () => undefined),
    pressButton: (address) => this.#answer('pressButton', [address], () => this.#press(address)),
    face: (address) => this.#answer('face', [address], () => this.faceShown),
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
    log: (page) => this.#answer('log', [page], () => this.#logPage(page)),
    clearLog: () =>
      this.#answer('clearLog', [], () => {
        this.logged = [];
      }),
    storageUse: () => this.#answer('storageUse', [], () => this.use),
    copyFolder: () => this.#answer('copyFolder', [], () => this.folder),
    setCopyFolder: (folder) =>
      this.#answer('setCopyFolder', [folder], () => {
        this.folder = folder;
      }),
    exportBackup: (what) => this.#answer('exportBackup', [what], () => new Uint8Array([1, 2, 3])),
    readBackup: (file, passphrase) => this.#answer('readBackup', [file, passphrase], () => this.summary),
    importBackup: (...backup) => this.#answer('importBackup', backup, () => undefined),
    dismissAbsence: () => this.#answer('dismissAbsence', [], () => this.#dismiss()),
    takeOver: () => this.#answer('takeOver', [], () => this.say({ ...this.state, runsHere: true, phase: 'running' })),
    reconnect: () => this.#answer('reconnect', [], () => undefined),
    tell: (event) => this.#answer('tell', [event], () => undefined),
  };

  /** Says something, as the real one does. */
  emit(event: EngineEvent): void {
    this.listener(event);
  }

  say(state: EngineState): void {
    this.state = state;
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

  #logPage({ before = Number.POSITIVE_INFINITY, limit, kinds }: Parameters<Engine['log']>[0]): LogEntry[] {
    return this.logged
      .filter(({ id, kind }) => id < before && (!kinds || kinds.includes(kind)))
      .sort((a, b) => b.id - a.id)
      .slice(0, limit);
  }

  #configure(address: string, change: LittlePrinterChange): void {
    const littlePrinters = this.state.littlePrinters.map((printer) =>
      printer.deviceAddress === address ? { ...printer, ...change } : printer,
    );
    this.say({ ...this.state, littlePrinters });
  }

  #addLittle(name: string): string {
    const added = someOther({ name });
    this.say({ ...this.state, littlePrinters: [...this.state.littlePrinters, added] });
    return added.deviceAddress;
  }

  #dismiss(): void {
    const { absence: _, ...rest } = this.state;
    this.say(rest);
  }

  /** The oldest that is held, or else that there is nothing. */
  #press(littlePrinter: string): Job {
    const held = this.stored
      .filter((job) => job.state === 'held' && whoseButton(job, this.state.littlePrinters) === littlePrinter)
      .sort((a, b) => a.id - b.id)[0];
    if (!held) {
      return this.#add(createBitmap(384, 160), {
        kind: 'button',
        littlePrinter,
        printId: 0,
        shows: 'nothing-to-print',
      });
    }
    this.change(held.id, { state: 'waiting' });
    return { ...held, state: 'waiting' };
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
