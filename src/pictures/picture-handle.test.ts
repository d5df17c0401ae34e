import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { PapertabError } from '../errors.ts';
import { createBitmap } from '../imaging/bitmap.ts';
import type { RenderSettings } from './api.ts';
import { openWith } from './picture-handle.ts';
import { type PicturesWorker, WorkerOnDemand } from './worker-on-demand.ts';

const FILE = new Blob(['a photo']);

function settings(width: number): RenderSettings {
  return { width, turn: 0, kernel: 'threshold', brightness: 0, contrast: 0, gamma: 1 };
}

/** A worker whose answers a test gives: until then renders wait. */
class FakeWorker implements PicturesWorker {
  readonly opened: Blob[] = [];
  readonly rendered: number[] = [];
  readonly closed: number[] = [];
  refuseToOpen: PapertabError | undefined;
  ended = false;
  readonly #waiting: (() => void)[] = [];
  readonly gone: Promise<void>;
  end: () => void = () => {};

  constructor() {
    this.gone = new Promise((resolve) => {
      this.end = () => {
        this.ended = true;
        resolve();
      };
    });
  }

  readonly remote: PicturesWorker['remote'] = {
    open: async (file) => {
      this.opened.push(file);
      if (this.refuseToOpen) throw this.refuseToOpen;
      return { id: this.opened.length, width: 40, height: 30 };
    },
    render: async (_id, { width }) => {
      this.rendered.push(width);
      await new Promise<void>((answer) => this.#waiting.push(answer));
      return createBitmap(width, 1);
    },
    close: async (id) => void this.closed.push(id),
  };

  /** Answers the render that waits longest, once there is one. */
  async answer(): Promise<void> {
    while (this.#waiting.length === 0) await Promise.resolve();
    this.#waiting.shift()?.();
  }
}

function makeWorkers() {
  const clock = new FakeClock();
  const started: FakeWorker[] = [];
  const workers = new WorkerOnDemand(() => {
    const worker = new FakeWorker();
    started.push(worker);
    return worker;
  }, clock);
  return { clock, started, workers };
}

describe('a picture that is open', () => {
  it('is rendered by a worker that starts with the first one', async () => {
    const { started, workers } = makeWorkers();
    expect(started).toHaveLength(0);
    const picture = await openWith(workers, FILE);
    expect(picture).toMatchObject({ width: 40, height: 30 });
    const bitmap = picture.render(settings(8));
    await started[0]!.answer();
    expect(await bitmap).toMatchObject({ width: 8 });
    await openWith(workers, FILE);
    expect(started).toHaveLength(1);
  });

  it('has its file to itself: what becomes of the chosen one is no matter', async () => {
    const { started, workers } = makeWorkers();
    await openWith(workers, FILE);
    expect(started[0]!.opened[0]).not.toBe(FILE);
    expect(await started[0]!.opened[0]!.text()).toBe('a photo');
  });

  it('drops what is overtaken: the one under way and the newest are rendered', async () => {
    const { started, workers } = makeWorkers();
    const picture = await openWith(workers, FILE);
    const asked = [1, 2, 3, 4].map((width) => picture.render(settings(width)));
    await started[0]!.answer();
    await started[0]!.answer();
    expect((await Promise.all(asked)).map((bitmap) => bitmap?.width)).toEqual([1, undefined, undefined, 4]);
    expect(started[0]!.rendered).toEqual([1, 4]);
  });

  it('says when the worker dies under it, and the next call starts another that is given the file', async () => {
    const { started, workers } = makeWorkers();
    const picture = await openWith(workers, FILE);
    const lost = picture.render(settings(8));
    started[0]!.end();
    await expect(lost).rejects.toMatchObject({ code: 'pictures-lost' });
    const next = picture.render(settings(9));
    await expect.poll(() => started.length).toBe(2);
    await started[1]!.answer();
    expect(await next).toMatchObject({ width: 9 });
    expect(await started[1]!.opened[0]!.text()).toBe('a photo');
  });

  it('outlives a worker that was ended because nobody called it for a minute', async () => {
    const { clock, started, workers } = makeWorkers();
    const picture = await openWith(workers, FILE);
    await clock.advance(59_000);
    const first = picture.render(settings(1));
    await clock.advance(120_000);
    expect(started[0]!.ended).toBe(false);
    await started[0]!.answer();
    await first;
    await clock.advance(59_000);
    expect(started[0]!.ended).toBe(false);
    await clock.advance(1_000);
    expect(started[0]!.ended).toBe(true);
    const second = picture.render(settings(2));
    await expect.poll(() => started.length).toBe(2);
    await started[1]!.answer();
    expect(await second).toMatchObject({ width: 2 });
  });

  it('lets go of all when it is closed, and renders no more', async () => {
    const { started, workers } = makeWorkers();
    const picture = await openWith(workers, FILE);
    const underWay = picture.render(settings(1));
    const waiting = picture.render(settings(2));
    picture.close();
    expect(await waiting).toBeUndefined();
    await started[0]!.answer();
    expect(await underWay).toBeUndefined();
    expect(await picture.render(settings(3))).toBeUndefined();
    expect(started[0]!.closed).toEqual([1]);
    expect(started[0]!.rendered).toEqual([1]);
  });

  it('that cannot be opened says why', async () => {
    const { started, workers } = makeWorkers();
    await openWith(workers, FILE);
    started[0]!.refuseToOpen = new PapertabError('picture-file', 'HEIC');
    await expect(openWith(workers, FILE)).rejects.toMatchObject({ code: 'picture-file', detail: 'HEIC' });
  });
});

describe('a file', () => {
  it('that is too large is not even read', async () => {
    const { started, workers } = makeWorkers();
    const file = {
      size: 64 * 1024 * 1024 + 1,
      arrayBuffer: () => Promise.reject(new Error('read')),
    } as unknown as Blob;
    await expect(openWith(workers, file)).rejects.toMatchObject({ code: 'picture-file-size' });
    expect(started).toHaveLength(0);
  });

  it('that has gone since it was chosen says so', async () => {
    const { workers } = makeWorkers();
    const file = { size: 5, type: '', arrayBuffer: () => Promise.reject(new Error('gone')) } as unknown as Blob;
    await expect(openWith(workers, file)).rejects.toMatchObject({ code: 'picture-file', detail: 'unreadable' });
  });
});
