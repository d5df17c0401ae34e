import type { Clock } from '../clock.ts';
import { PapertabError } from '../errors.ts';
import type { Bitmap } from '../imaging/bitmap.ts';
import { waitForCalls } from '../worker-life.ts';
import type { Opened, RenderSettings } from './api.ts';

/** How long a worker is kept that nobody calls, in milliseconds. */
const IDLE_MS = 60_000;

/** A running pictures worker, or a test's own. */
export interface PicturesWorker {
  /** `PicturesApi`, as it is seen from outside. */
  readonly remote: {
    open(file: Blob): Promise<Opened>;
    render(id: number, settings: RenderSettings): Promise<Bitmap>;
    close(id: number): Promise<void>;
  };
  /** Resolves when it is gone. */
  readonly gone: Promise<void>;
  end(): void;
}

/** A worker that runs, and how to wait for what it is asked. */
interface Running {
  readonly worker: PicturesWorker;
  readonly wait: ReturnType<typeof waitForCalls>;
}

/** Starts the worker with the first call, ends it when nobody has called for a while, and starts another after that. */
export class WorkerOnDemand {
  readonly #start: () => PicturesWorker;
  readonly #clock: Clock;
  #running: Running | undefined;
  #calls = 0;
  #cancelEnd: (() => void) | undefined;

  constructor(start: () => PicturesWorker, clock: Clock) {
    this.#start = start;
    this.#clock = clock;
  }

  /** The worker that runs at present. */
  get current(): PicturesWorker | undefined {
    return this.#running?.worker;
  }

  /** Calls the worker. Rejects with what the call rejects with, or with `pictures-lost` when the worker dies under it. */
  async use<T>(call: (worker: PicturesWorker) => Promise<T>): Promise<T> {
    this.#cancelEnd?.();
    const { worker, wait } = this.#running ?? this.#begin();
    this.#calls++;
    try {
      return await wait(call(worker));
    } finally {
      this.#calls--;
      if (this.#calls === 0) this.#cancelEnd = this.#clock.after(IDLE_MS, () => this.#end());
    }
  }

  #begin(): Running {
    const worker = this.#start();
    const running = { worker, wait: waitForCalls(worker.gone, () => new PapertabError('pictures-lost')) };
    this.#running = running;
    void worker.gone.then(() => {
      if (this.#running === running) this.#running = undefined;
    });
    return running;
  }

  #end(): void {
    this.#running?.worker.end();
    this.#running = undefined;
  }
}
