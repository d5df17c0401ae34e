import { toPapertabError } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import type { EngineEvent } from './api.ts';
import { EngineParts } from './engine-parts.ts';
import { readKept } from './kept.ts';
import { SCREEN_ID } from './paper-printers.ts';
import type { PapertabWorld } from './papertab-world.ts';

/** The part of the engine that runs once it is the only one, from its start to its end. */
export class Papertab {
  readonly #parts: EngineParts;

  /**
   * Begins a new epoch, makes the first Little Printer on the first visit, takes up the jobs that the last engine left
   * and connects.
   *
   * @throws PapertabError what the database refuses for; the reason of a signal that is aborted meanwhile
   */
  static async start(world: PapertabWorld, emit: (event: EngineEvent) => void): Promise<Papertab> {
    const papertab = new Papertab(new EngineParts(world, emit, await readKept(world)));
    const stop = (): void => papertab.stop();
    world.signal?.addEventListener('abort', stop, { once: true });
    try {
      await papertab.#run(world);
    } catch (thrown) {
      // What it has begun must not go on for an engine that nobody has.
      papertab.stop();
      throw thrown;
    } finally {
      world.signal?.removeEventListener('abort', stop);
    }
    return papertab;
  }

  private constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** What the page asks and tells. */
  get calls(): EngineParts['calls'] {
    return this.#parts.calls;
  }

  /** Another engine took over, or the database is gone: prints and sends nothing any more. */
  stop(): void {
    this.#parts.stop();
  }

  /** A device was plugged in: it may be a printer that is waited for. */
  pluggedIn(): void {
    this.#parts.paper.reachAll();
  }

  async #run({ because, signal }: PapertabWorld): Promise<void> {
    const { epoch, settings, keeping, paper, choice, bridge, toldOffline } = this.#parts;
    signal?.throwIfAborted();
    keeping.log('engine', `epoch ${epoch} began${because === undefined ? '' : `: ${because.code}`}`);
    await this.#parts.openPresence();
    signal?.throwIfAborted();
    const recovered = await this.#recover();
    signal?.throwIfAborted();
    await paper.load(recovered);
    signal?.throwIfAborted();
    toldOffline.look();
    bridge.connect(settings.now.server);
    this.#parts.stateChanged();
    for (const job of recovered) this.#parts.changed(job);
    await choice.adoptOrphans();
    signal?.throwIfAborted();
    paper.start();
    keeping.start();
  }

  /**
   * Takes up what the last engine left. On a disk that stays full it begins all the same, or nobody could make room: what
   * was printing then is taken up at the next start.
   */
  async #recover(): Promise<Job[]> {
    const { store, keeping, trouble } = this.#parts;
    try {
      return await keeping.withRoom(() => store.recover((paperPrinter) => paperPrinter !== SCREEN_ID));
    } catch (thrown) {
      const error = toPapertabError(thrown);
      if (error.code !== 'storage-full') throw error;
      trouble(error);
      return [];
    }
  }
}
