import type { AfterAnswer } from '../bridge/commands.ts';
import { PapertabError, toPapertabError } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import { ENDED_STATES, type Job, type JobOrigin, UNFINISHED_STATES } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { decodeBase64 } from '../sirius/base64.ts';
import { type DeviceCommandContent, decodePayload } from '../sirius/payload.ts';
import type { EngineApi } from './api.ts';
import { type FaceDesk, withFace } from './faces.ts';
import type { Keeping } from './keeping.ts';
import type { News } from './news.ts';
import type { InTurn } from './turns.ts';

/** What deliveries need of the engine. */
interface DeliveriesWorld extends FaceDesk, Pick<News, 'changed' | 'stateChanged' | 'trouble'> {
  readonly store: JobStore;
  readonly keeping: Pick<Keeping, 'withRoom'>;
  readonly calls: Pick<EngineApi, 'configureLittlePrinter'>;
  readonly inTurn: InTurn;
}

/** Wherever a job stands by now. */
const ANY_STATE = [...UNFINISHED_STATES, ...ENDED_STATES];

/** A device command, its payload not decoded yet. */
interface Command {
  readonly deviceAddress: string;
  readonly payload: string;
}

/** Takes what the server sends: stored, then acknowledged, then printed. */
export class Deliveries {
  readonly #world: DeliveriesWorld;

  constructor(world: DeliveriesWorld) {
    this.#world = world;
  }

  /**
   * Stores what a device command brought; when this resolves, it is safe on disk and may be acknowledged.
   *
   * @param server the address of the server that sent it
   * @returns what is to be done once it is acknowledged, or cannot be any more, and when that turns out doubtful
   * @throws PapertabError what the payload lacks, `device-unknown`, or what the database refuses for
   */
  async take(command: Command, server: string): Promise<AfterAnswer> {
    try {
      const job = await this.#world.keeping.withRoom(() => this.#store(command, server));
      if (job !== undefined) {
        return (answer) => void (answer === 'doubtful' ? this.#doubt(job) : this.#afterAnswer(job, answer === 'given'));
      }
      this.#world.stateChanged();
      return () => {};
    } catch (thrown) {
      const error = toPapertabError(thrown);
      this.#world.trouble(error);
      throw error;
    }
  }

  /**
   * A delivery goes to paper once it is acknowledged; where it cannot be any more, its sender reads that it timed out.
   * That may have taken long, and another job may have woken its queue: it stands as it stands by now.
   */
  async #afterAnswer(stored: Job, answered: boolean): Promise<void> {
    const { store } = this.#world;
    let job = stored;
    try {
      job = answered ? await store.change(stored.id, ANY_STATE, { answered }) : await store.get(stored.id);
    } catch (thrown) {
      if (toPapertabError(thrown).code === 'job-unknown') return;
      // It is printed all the same; only the history does not know that the sender does.
    }
    this.#world.choice.queued(job);
  }

  /**
   * The acknowledgement of a delivery may be lost with the connection: then its sender reads that it timed out. Where the
   * connection ended because this engine did, nothing is changed any more.
   */
  async #doubt({ id }: Job): Promise<void> {
    const { store, keeping, inTurn, changed } = this.#world;
    try {
      changed(await inTurn(() => keeping.withRoom(() => store.change(id, ANY_STATE, { answered: false }))));
    } catch {
      // It is gone, or cannot be stored: only the history does not know that the sender may not.
    }
  }

  /** Returns the job, or undefined for commands that bring nothing to print (personality, quips). */
  async #store(command: Command, server: string): Promise<Job | undefined> {
    const printer = this.#world.choice.find(command.deviceAddress);
    if (printer === undefined) throw new PapertabError('device-unknown', command.deviceAddress);
    const content = decodePayload(decodeBase64(command.payload));
    const { deviceAddress, paperPrinter } = printer;
    const store = async (picture: Bitmap, { face, hold }: { face: boolean; hold: boolean }): Promise<Job> => {
      const { printId } = content;
      const origin: JobOrigin = { kind: 'delivery', littlePrinter: deviceAddress, printId, server, face };
      // One that is held gets its face when the button is pressed.
      const composed =
        face && !hold
          ? await withFace(this.#world, picture, { littlePrinter: deviceAddress, paperPrinter })
          : { picture, faceRows: 0 };
      return this.#world.store.add({ paperPrinter, origin, hold, faceRows: composed.faceRows }, composed.picture);
    };
    if (content.kind === 'delivery') return store(content.picture, content);
    await this.#keep(deviceAddress, content);
    const message = content.kind === 'personality' ? content.message : undefined;
    return message && store(message, { face: true, hold: false });
  }

  async #keep(deviceAddress: string, content: Exclude<DeviceCommandContent, { kind: 'delivery' }>): Promise<void> {
    const { personalities, calls } = this.#world;
    await personalities.save(deviceAddress, content);
    // From now on its face is the one that it prints.
    if (content.kind === 'personality') await calls.configureLittlePrinter(deviceAddress, { face: 'server' });
  }
}
