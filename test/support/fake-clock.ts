import type { Clock } from '../../src/clock.ts';

interface Task {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #order = 0;
  #tasks: Task[] = [];

  /** @param now Unix milliseconds to begin with */
  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const task: Task = { at: this.#now + ms, order: this.#order++, run };
    this.#tasks.push(task);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  /** Moves on by `ms`, running what falls due in order; promises settle between two tasks. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let task = this.#due(end); task !== undefined; task = this.#due(end)) {
      this.#tasks = this.#tasks.filter((other) => other !== task);
      this.#now = Math.max(this.#now, task.at);
      task.run();
      await settle();
    }
    this.#now = end;
  }

  /** The computer sleeps for `ms`: time passes, and what falls due meanwhile is late. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Somebody sets the computer's clock back by `ms`: what is under way takes as long as before. */
  setBack(ms: number): void {
    this.#now -= ms;
    this.#tasks = this.#tasks.map((task) => ({ ...task, at: task.at - ms }));
  }

  #due(end: number): Task | undefined {
    return this.#tasks.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
  }
}

/** Lets everything that is ready run: promises, and the platform's own short tasks (digests, IndexedDB). */
async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}
