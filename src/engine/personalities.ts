import * as v from 'valibot';
import { partMissing, toPapertabError } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import { packPicture, unpackPicture } from '../jobs/stored-picture.ts';
import type { DeviceCommandContent } from '../sirius/payload.ts';
import type { LittlePrinterRecord, Records } from './records.ts';

/** A picture that the button can bring. */
export type ButtonPicture = 'nothing-to-print' | 'quip' | 'cannot-see-bridge' | 'cannot-see-internet';

/** What a picture for the button is, and the print id of the command that brought it: 0 for one that was drawn here. */
export interface Shown {
  readonly shows: ButtonPicture;
  readonly printId: number;
  readonly picture: Bitmap;
}

/** What the server has given a Little Printer to show, without the pictures. */
export interface PersonalitySummary {
  readonly hasPersonality: boolean;
  readonly quips: number;
}

const printId = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0);

/** Stored pictures are checked when they are unpacked. */
const schema = v.object({
  personalityId: printId,
  face: v.optional(v.unknown()),
  nothingToPrint: v.optional(v.unknown()),
  cannotSeeBridge: v.optional(v.unknown()),
  cannotSeeInternet: v.optional(v.unknown()),
  quipsId: printId,
  quips: v.optional(v.array(v.unknown()), []),
});

type Kept = v.InferOutput<typeof schema>;

const NONE: PersonalitySummary = { hasPersonality: false, quips: 0 };

/** Faces, messages of the machine itself, and quips: those that the server has sent, else those that are drawn here. */
export class Personalities {
  readonly #records: Records;
  /** By device address. */
  readonly #summaries = new Map<string, PersonalitySummary>();

  constructor(records: Records) {
    this.#records = records;
  }

  /** Reads what is kept for these Little Printers. */
  async load(deviceAddresses: readonly string[]): Promise<void> {
    for (const deviceAddress of deviceAddresses) this.#summarise(deviceAddress, await this.#kept(deviceAddress));
  }

  summaryOf(deviceAddress: string): PersonalitySummary {
    return this.#summaries.get(deviceAddress) ?? NONE;
  }

  /** Stores what a command of the server brought; what the command does not name stays. */
  async save(
    deviceAddress: string,
    content: Extract<DeviceCommandContent, { kind: 'personality' | 'quips' }>,
  ): Promise<void> {
    const part =
      content.kind === 'quips'
        ? { quipsId: content.printId, quips: await Promise.all(content.quips.map(packPicture)) }
        : {
            personalityId: content.printId,
            face: await packPicture(content.face),
            nothingToPrint: await packPicture(content.nothingToPrint),
            cannotSeeBridge: await packPicture(content.cannotSeeBridge),
            cannotSeeInternet: await packPicture(content.cannotSeeInternet),
          };
    await this.#records.savePersonality(deviceAddress, part);
    this.#summarise(deviceAddress, await this.#kept(deviceAddress));
  }

  /** The face that a Little Printer prints, undefined for none; one that is damaged, or cannot be drawn, is none. */
  async face({ deviceAddress, face }: LittlePrinterRecord): Promise<Bitmap | undefined> {
    if (face === 'none') return undefined;
    if (face === 'server') return unpacked((await this.#kept(deviceAddress))?.face);
    return import('../imaging/faces/draw-face.ts').then(
      ({ drawFace }) => drawFace(face),
      () => undefined,
    );
  }

  /**
   * What a press of the button shows: a quip is the `random` one, from 0 to 1.
   *
   * @throws PapertabError `part-missing` when it would have to be drawn here, and cannot be; what the database refuses for
   */
  async show(deviceAddress: string, shows: ButtonPicture, random: number): Promise<Shown> {
    const kept = await this.#kept(deviceAddress);
    if (shows === 'quip') {
      const quips = kept?.quips ?? [];
      const picture = await unpacked(quips[Math.floor(random * quips.length)]);
      if (picture !== undefined) return { shows, printId: kept?.quipsId ?? 0, picture };
      return this.show(deviceAddress, 'nothing-to-print', random);
    }
    const sent = await unpacked(kept?.[KEPT_AS[shows]]);
    if (sent !== undefined) return { shows, printId: kept?.personalityId ?? 0, picture: sent };
    const { drawNotice } = await import('../imaging/faces/draw-notice.ts').catch(partMissing);
    return { shows, printId: 0, picture: drawNotice(shows) };
  }

  #summarise(deviceAddress: string, kept: Kept | undefined): void {
    const hasPersonality = kept?.face !== undefined;
    this.#summaries.set(deviceAddress, { hasPersonality, quips: kept?.quips.length ?? 0 });
  }

  async #kept(deviceAddress: string): Promise<Kept | undefined> {
    const result = v.safeParse(schema, await this.#records.personality(deviceAddress));
    return result.success ? result.output : undefined;
  }
}

const KEPT_AS = {
  'nothing-to-print': 'nothingToPrint',
  'cannot-see-bridge': 'cannotSeeBridge',
  'cannot-see-internet': 'cannotSeeInternet',
} as const satisfies Record<Exclude<ButtonPicture, 'quip'>, keyof Kept>;

/** A stored picture; undefined where there is none, or a damaged one. */
async function unpacked(stored: unknown): Promise<Bitmap | undefined> {
  if (stored === undefined) return undefined;
  try {
    return await unpackPicture(stored);
  } catch (thrown) {
    if (toPapertabError(thrown).code === 'job-picture') return undefined;
    throw thrown;
  }
}
