import { PapertabError } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import type { Opened, OpenPicture, RenderSettings } from './api.ts';
import type { PicturesWorker, WorkerOnDemand } from './worker-on-demand.ts';

/** Larger files are not read, in bytes. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

interface Wanted {
  readonly settings: RenderSettings;
  resolve(bitmap: Bitmap | undefined): void;
  reject(reason: unknown): void;
}

/**
 * Opens a picture file.
 *
 * @throws PapertabError `picture-file-size` for one above 64 MB or of too many dots, `picture-file` for what is no picture
 *   or cannot be read (`detail` is its kind, `unknown` or `unreadable`), `pictures-lost` when the worker died
 */
export async function openWith(workers: WorkerOnDemand, file: Blob): Promise<OpenPicture> {
  if (file.size > MAX_FILE_BYTES) throw new PapertabError('picture-file-size', `${file.size} bytes`);
  const handle = new PictureHandle(workers, await copyOf(file));
  await handle.open();
  return handle;
}

/** A file on a disk can change or go while its picture is in use. */
async function copyOf(file: Blob): Promise<Blob> {
  try {
    return new Blob([await file.arrayBuffer()], { type: file.type });
  } catch (thrown) {
    throw new PapertabError('picture-file', 'unreadable', { cause: thrown });
  }
}

/** A picture of which every worker can be told anew, because its file is here. */
class PictureHandle implements OpenPicture {
  readonly #workers: WorkerOnDemand;
  readonly #file: Blob;
  /** Where it is open, and as what. */
  #at: { readonly worker: PicturesWorker; readonly opened: Promise<Opened> } | undefined;
  #size = { width: 0, height: 0 };
  #wanted: Wanted | undefined;
  #busy = false;
  #closed = false;

  constructor(workers: WorkerOnDemand, file: Blob) {
    this.#workers = workers;
    this.#file = file;
  }

  get width(): number {
    return this.#size.width;
  }

  get height(): number {
    return this.#size.height;
  }

  async open(): Promise<void> {
    this.#size = await this.#workers.use((worker) => this.#openIn(worker));
  }

  render(settings: RenderSettings): Promise<Bitmap | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    this.#wanted?.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#wanted = { settings, resolve, reject };
      void this.#renderWanted();
    });
  }

  close(): void {
    this.#closed = true;
    this.#wanted?.resolve(undefined);
    this.#wanted = undefined;
    const at = this.#at;
    this.#at = undefined;
    // A worker that is gone has let go of it already.
    if (at === undefined || at.worker !== this.#workers.current) return;
    at.opened.then(({ id }) => at.worker.remote.close(id)).catch(() => undefined);
  }

  /** One at a time: what comes in the meantime takes the place of what has not begun. */
  async #renderWanted(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#wanted) {
      const { settings, resolve, reject } = this.#wanted;
      this.#wanted = undefined;
      try {
        const bitmap = await this.#workers.use(async (worker) => {
          const { id } = await this.#openIn(worker);
          return worker.remote.render(id, settings);
        });
        resolve(this.#closed ? undefined : bitmap);
      } catch (thrown) {
        if (this.#closed) resolve(undefined);
        else reject(thrown);
      }
    }
    this.#busy = false;
  }

  #openIn(worker: PicturesWorker): Promise<Opened> {
    if (this.#at?.worker === worker) return this.#at.opened;
    const at = { worker, opened: worker.remote.open(this.#file) };
    this.#at = at;
    at.opened.catch(() => {
      // What could not be opened for want of memory perhaps can be later.
      if (this.#at === at) this.#at = undefined;
    });
    return at.opened;
  }
}
