import type { BridgeStatus } from '../bridge/status.ts';
import { PapertabError, toPapertabError } from '../errors.ts';
import { type Bitmap, bytesPerRow, invert } from '../imaging/bitmap.ts';
import { stack } from '../imaging/stack.ts';
import type { Job, JobOrigin } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { MAX_ROWS } from '../sirius/runs.ts';
import type { EngineApi, LocalPrint } from './api.ts';
import { showOnPress } from './button.ts';
import { type FaceDesk, withFace, withoutFace } from './faces.ts';
import type { LittlePrinters } from './little-printers.ts';
import type { PaperPrinters } from './paper-printers.ts';

/** What is done with jobs needs of the engine. */
export interface JobDeskWorld extends FaceDesk {
  readonly store: JobStore;
  readonly paper: PaperPrinters;
  readonly littlePrinters: LittlePrinters;
  bridgeStatus(): BridgeStatus;
  /** Whether the browser takes itself to have a network. */
  isOnline(): boolean;
  /** From 0 to 1. */
  random(): number;
  /** The paper printer that prints go to which name none. */
  firstPaper(): string;
  /** A job has been stored that waits for paper. */
  queued(job: Job): void;
  changed(job: Job): void;
  removed(id: number): void;
}

type Calls = Pick<
  EngineApi,
  'jobs' | 'unfinished' | 'picture' | 'print' | 'reprint' | 'release' | 'cancel' | 'remove' | 'pressButton'
>;

/** What the page does with jobs. */
export class JobDesk implements Calls {
  readonly #world: JobDeskWorld;

  constructor(world: JobDeskWorld) {
    this.#world = world;
  }

  jobs(page: { before?: number; limit: number }): Promise<Job[]> {
    return this.#world.store.list(page);
  }

  unfinished(): Promise<Job[]> {
    return this.#world.store.unfinished();
  }

  picture(id: number): Promise<Bitmap> {
    return this.#world.store.picture(id);
  }

  async print(bitmap: Bitmap, { paperPrinter, ...made }: LocalPrint): Promise<Job> {
    const paper = paperPrinter ?? this.#world.firstPaper();
    checkLocalPicture(bitmap, this.#world.paper.headWidthOf(paper));
    return this.#queue({ kind: 'local', ...made }, paper, bitmap);
  }

  async reprint(id: number, { inverted }: { inverted: boolean }): Promise<Job> {
    const [job, picture] = await Promise.all([this.#world.store.get(id), this.#world.store.picture(id)]);
    const origin: JobOrigin = { kind: 'local', source: inverted ? 'inverted-reprint' : 'reprint', of: id };
    const paper = this.#world.firstPaper();
    return this.#queue(origin, paper, inverted ? invertMessage(picture, job) : picture, job.faceRows);
  }

  async release(id: number): Promise<void> {
    await this.#release(await this.#world.store.get(id));
  }

  async cancel(id: number): Promise<void> {
    const { paper, store } = this.#world;
    if (paper.cancel(id)) return;
    try {
      const job = await store.change(id, ['held', 'waiting', 'needs-you'], { state: 'cancelled', error: null });
      this.#world.changed(job);
      paper.wake(job.paperPrinter);
    } catch (thrown) {
      // It may have begun to print in the same moment.
      if (toPapertabError(thrown).code !== 'job-state' || !paper.cancel(id)) throw thrown;
    }
  }

  async remove(id: number): Promise<void> {
    await this.#world.store.remove(id);
    this.#world.removed(id);
  }

  async pressButton(deviceAddress: string): Promise<Job> {
    const printer = this.#world.littlePrinters.get(deviceAddress);
    const released = await this.#releaseOldest(deviceAddress);
    if (released !== undefined) return released;
    const { personalities, paper } = this.#world;
    const shows = showOnPress(
      this.#world.bridgeStatus(),
      { isOnline: this.#world.isOnline(), random: this.#world.random() },
      personalities.summaryOf(deviceAddress),
    );
    const { picture, ...shown } = await personalities.show(deviceAddress, shows, this.#world.random());
    const origin: JobOrigin = { kind: 'button', littlePrinter: deviceAddress, ...shown };
    const own = printer.paperPrinter;
    return this.#queue(origin, paper.has(own) ? own : this.#world.firstPaper(), picture);
  }

  /** Of two presses at once each brings a message of its own, where there are two. */
  async #releaseOldest(deviceAddress: string): Promise<Job | undefined> {
    let gone: PapertabError | undefined;
    for (;;) {
      const held = await this.#oldestHeld(deviceAddress);
      if (held === undefined) break;
      try {
        return await this.#release(held);
      } catch (thrown) {
        gone = toPapertabError(thrown);
        if (gone.code !== 'job-state' && gone.code !== 'job-unknown') throw gone;
      }
    }
    // The other press has brought the last one: this one was for that, too.
    if (gone !== undefined) throw gone;
    return undefined;
  }

  /** Behind the first button there is also what was held for printers that have left. */
  async #oldestHeld(deviceAddress: string): Promise<Job | undefined> {
    const own = await this.#world.store.oldestHeld(deviceAddress);
    const { littlePrinters, store } = this.#world;
    if (own !== undefined || littlePrinters.first?.deviceAddress !== deviceAddress) return own;
    const held = (await store.unfinished()).filter(({ state }) => state === 'held');
    return held.find(
      ({ origin }) => origin.kind === 'local' || littlePrinters.find(origin.littlePrinter) === undefined,
    );
  }

  async #release(held: Job): Promise<Job> {
    const { store } = this.#world;
    const { origin, paperPrinter, id } = held;
    const wantsFace = held.state === 'held' && origin.kind === 'delivery' && origin.face && held.faceRows === 0;
    // One whose picture is damaged goes as it is, and fails in the queue: it must not keep the button from the next.
    const picture = wantsFace ? await undamaged(store.picture(id)) : undefined;
    const composed =
      wantsFace && picture !== undefined
        ? await withFace(this.#world, picture, { littlePrinter: origin.littlePrinter, paperPrinter })
        : undefined;
    const job = await store.release(id, composed);
    this.#world.queued(job);
    return job;
  }

  async #queue(origin: JobOrigin, paperPrinter: string, picture: Bitmap, faceRows = 0): Promise<Job> {
    const job = await this.#world.store.add({ paperPrinter, origin, hold: false, faceRows }, picture);
    this.#world.queued(job);
    return job;
  }
}

async function undamaged(picture: Promise<Bitmap>): Promise<Bitmap | undefined> {
  try {
    return await picture;
  } catch (thrown) {
    if (toPapertabError(thrown).code === 'job-picture') return undefined;
    throw thrown;
  }
}

/** Black and white exchanged in what the sender sent; the face below it is ours, and right as it is. */
function invertMessage(picture: Bitmap, job: Job): Bitmap {
  const message = withoutFace(picture, job);
  if (message.height === picture.height) return invert(picture);
  const { width, height, data } = picture;
  const below = { width, height: height - message.height, data: data.slice(bytesPerRow(width) * message.height) };
  return stack(invert(message), 0, below);
}

function checkLocalPicture({ width, height, data }: Bitmap, headWidth: number): void {
  const fits = width === headWidth && Number.isInteger(height) && height > 0 && height <= MAX_ROWS;
  if (!fits || data.length !== bytesPerRow(width) * height)
    throw new PapertabError('picture-size', `${width}×${height}`);
}
