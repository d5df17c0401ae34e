import type { Bridge } from '../bridge/bridge.ts';
import { PapertabError, toPapertabError } from '../errors.ts';
import { type Bitmap, bytesPerRow, invert } from '../imaging/bitmap.ts';
import { stack } from '../imaging/stack.ts';
import type { Job, JobOrigin } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { MAX_ROWS } from '../sirius/runs.ts';
import type { EngineApi } from './api.ts';
import { showOnPress } from './button.ts';
import { type FaceDesk, withFace, withoutFace } from './faces.ts';
import type { LittlePrinters } from './little-printers.ts';
import type { News } from './news.ts';
import type { PapertabWorld } from './papertab-world.ts';
import { whoseButton } from './whose-button.ts';

/** What is done with jobs needs of the engine. */
interface JobDeskWorld extends FaceDesk, Pick<News, 'changed' | 'removed'> {
  readonly store: JobStore;
  readonly littlePrinters: LittlePrinters;
  readonly bridge: Pick<Bridge, 'status'>;
  readonly realm: Pick<PapertabWorld, 'isOnline' | 'random'>;
}

type JobCalls = Pick<
  EngineApi,
  'jobs' | 'unfinished' | 'picture' | 'print' | 'reprint' | 'release' | 'cancel' | 'remove' | 'pressButton'
>;

/** What the page does with jobs. */
export function openJobDesk(world: JobDeskWorld): JobCalls {
  const { store, paper, choice, littlePrinters, personalities, realm } = world;
  return {
    jobs: (page) => store.list(page),

    unfinished: () => store.unfinished(),

    picture: (id) => store.picture(id),

    async print(bitmap, { paperPrinter, ...made }) {
      const to = paperPrinter ?? choice.first;
      checkLocalPicture(bitmap, paper.headWidthOf(to));
      return queue(world, { kind: 'local', ...made }, to, bitmap);
    },

    async reprint(id, { inverted }) {
      const [job, picture] = await Promise.all([store.get(id), store.picture(id)]);
      const origin: JobOrigin = { kind: 'local', source: inverted ? 'inverted-reprint' : 'reprint', of: id };
      const to = choice.homeOf(job);
      return queue(world, origin, to, inverted ? invertMessage(picture, job) : picture, job.faceRows);
    },

    async release(id) {
      await release(world, await store.get(id));
    },

    async cancel(id) {
      if (paper.cancel(id)) return;
      try {
        const job = await store.change(id, ['held', 'waiting', 'needs-you'], { state: 'cancelled', error: null });
        world.changed(job);
        paper.wake(job.paperPrinter);
      } catch (thrown) {
        // It may have begun to print in the same moment.
        if (toPapertabError(thrown).code !== 'job-state' || !paper.cancel(id)) throw thrown;
      }
    },

    async remove(id) {
      await store.remove(id);
      world.removed(id);
    },

    async pressButton(deviceAddress) {
      const printer = littlePrinters.get(deviceAddress);
      const released = await releaseOldest(world, deviceAddress);
      if (released !== undefined) return released;
      const shows = showOnPress(
        world.bridge.status,
        { isOnline: realm.isOnline(), random: realm.random() },
        personalities.summaryOf(deviceAddress),
      );
      const { picture, ...shown } = await personalities.show(deviceAddress, shows, realm.random());
      const origin: JobOrigin = { kind: 'button', littlePrinter: deviceAddress, ...shown };
      const own = printer.paperPrinter;
      return queue(world, origin, paper.has(own) ? own : choice.first, picture);
    },
  };
}

/** Of two presses at once each brings a message of its own, where there are two. */
async function releaseOldest(world: JobDeskWorld, deviceAddress: string): Promise<Job | undefined> {
  let gone: PapertabError | undefined;
  for (;;) {
    const held = await world.store.oldestHeld((job) => whoseButton(job, world.littlePrinters.all) === deviceAddress);
    if (held === undefined) break;
    try {
      return await release(world, held);
    } catch (thrown) {
      gone = toPapertabError(thrown);
      if (gone.code !== 'job-state' && gone.code !== 'job-unknown') throw gone;
    }
  }
  // The other press has brought the last one: this one was for that, too.
  if (gone !== undefined) throw gone;
  return undefined;
}

async function release(world: JobDeskWorld, held: Job): Promise<Job> {
  const { store } = world;
  const { origin, id } = held;
  const paperPrinter = await bringHome(world, held);
  const wantsFace = held.state === 'held' && origin.kind === 'delivery' && origin.face && held.faceRows === 0;
  // One whose picture is damaged goes as it is, and fails in the queue: it must not keep the button from the next.
  const picture = wantsFace ? await undamaged(store.picture(id)) : undefined;
  const composed =
    wantsFace && picture !== undefined
      ? await withFace(world, picture, { littlePrinter: origin.littlePrinter, paperPrinter })
      : undefined;
  const job = await store.release(id, composed);
  world.choice.queued(job);
  return job;
}

/**
 * A message comes out where its Little Printer prints by now: a backup may have brought other paper for it. What is of no
 * Little Printer that is here comes out where the first one prints, whose button it waits for, not on paper that may be
 * nobody's any more.
 *
 * @returns the paper printer that it goes to
 */
async function bringHome({ store, choice }: JobDeskWorld, held: Job): Promise<string> {
  const { id, origin, paperPrinter } = held;
  const own = origin.kind === 'local' ? undefined : choice.find(origin.littlePrinter);
  const home = own?.paperPrinter ?? choice.first;
  if (held.state !== 'held' || paperPrinter === home) return paperPrinter;
  await store.reassign(paperPrinter, home, (job) => job.id === id);
  return home;
}

async function queue(
  world: JobDeskWorld,
  origin: JobOrigin,
  paperPrinter: string,
  picture: Bitmap,
  faceRows = 0,
): Promise<Job> {
  const job = await world.store.add({ paperPrinter, origin, hold: false, faceRows }, picture);
  world.choice.queued(job);
  return job;
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
