import { type Bitmap, invert } from '../../src/imaging/bitmap.ts';
import { fitToHead } from '../../src/imaging/fit.ts';
import { differenceOf } from '../paper/same-dots.ts';
import { PICTURE_FRAMES, readPicture } from '../support/wire.ts';
import type { SiriusClient } from './sirius-client.ts';
import { waitFor } from './wait.ts';

/** A picture with a name that a failure can be told by. */
export interface NamedPicture {
  readonly name: string;
  /** As it is sent. */
  readonly picture: Bitmap;
  /** As it is to come out on a head as wide as it is. */
  readonly printed: Bitmap;
}

/** A picture that comes out as it is sent. */
export function named(name: string, picture: Bitmap): NamedPicture {
  return { name, picture, printed: picture };
}

/** Every picture that a server takes from the captured frames: texts, photos, noise, edges and metres of paper. */
export function capturedPictures(): Promise<NamedPicture[]> {
  const frames = PICTURE_FRAMES.filter(({ images, size }) => images.length === 1 && size[0]![0] === 384);
  return Promise.all(
    frames.map(async ({ frame, images, arrives_inverted: inverted }) => {
      const picture = await readPicture(images[0]!);
      return { name: frame, picture, printed: inverted[0] === true ? invert(picture) : picture };
    }),
  );
}

/** What an emulated printer has on its paper. */
interface Paper {
  readonly headWidth: number;
  readonly pictures: readonly Bitmap[];
  readonly faults: readonly unknown[];
  readonly busy: boolean;
  until(condition: () => boolean): Promise<void>;
  checkAtRest(): void;
}

/** Sends pictures to a printer, one after the other. */
export async function sendAll(client: SiriusClient, key: string, pictures: readonly NamedPicture[]): Promise<void> {
  for (const { name, picture } of pictures) {
    const { status } = await client.send(key, 'set_delivery_and_print', [picture]);
    if (status !== 200) throw new Error(`${name} was refused with ${status}`);
  }
}

/**
 * Waits until pictures are on paper.
 *
 * @param already how many others there were before
 * @throws Error that names the pictures that came out otherwise; MalformedStream when the printer was sent anything that
 *   it should not have been
 */
export async function expectOnPaper(paper: Paper, pictures: readonly NamedPicture[], already = 0): Promise<void> {
  const isDone = (): boolean => paper.pictures.length >= already + pictures.length && !paper.busy;
  await paper.until(() => isDone() || paper.faults.length > 0);
  if (paper.faults.length > 0) paper.checkAtRest();
  const wrong = pictures.flatMap(({ name, printed }, i) => {
    const difference = differenceOf(paper.pictures[already + i], fitToHead(printed, paper.headWidth));
    return difference === undefined ? [] : [`${name}: ${difference}`];
  });
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  paper.checkAtRest();
  if (paper.pictures.length > already + pictures.length) throw new Error('More came out than was sent');
}

/** Sends pictures and waits until they are on paper, see {@link expectOnPaper}. */
export async function expectAllPrinted(
  client: SiriusClient,
  key: string,
  paper: Paper,
  pictures: readonly NamedPicture[],
): Promise<void> {
  const already = paper.pictures.length;
  await sendAll(client, key, pictures);
  await expectOnPaper(paper, pictures, already);
}

/** Waits until every message ever sent is acknowledged, as its sender sees it. */
export async function expectAllAcknowledged(client: SiriusClient, count: number): Promise<void> {
  await waitFor(`${count} messages to be acknowledged`, async () => {
    const messages = await client.messages();
    return messages.length === count && messages.every(({ status }) => status === 'acknowledged');
  });
}
