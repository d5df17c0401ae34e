interface Request {
  readonly name: string;
  readonly granted: (lock: Lock | null) => unknown;
  readonly settle: { resolve(value: unknown): void; reject(reason: unknown): void };
}

/** The locks of one browser, as its tabs share them. */
export class FakeLocks implements Pick<LockManager, 'request'> {
  readonly #held = new Map<string, Request>();
  #queue: Request[] = [];

  /** Whether anybody has the lock of this name. */
  isHeld(name: string): boolean {
    return this.#held.has(name);
  }

  request<T>(name: string, ...rest: unknown[]): Promise<Awaited<T>> {
    const options = (rest.length > 1 ? rest[0] : {}) as LockOptions;
    const granted = rest.at(-1) as Request['granted'];
    return new Promise<Awaited<T>>((resolve, reject) => {
      const request = { name, granted, settle: { resolve, reject } } as Request;
      if (options.steal === true) {
        this.#held.get(name)?.settle.reject(new DOMException('stolen', 'AbortError'));
        this.#grant(request);
      } else if (!this.#held.has(name) && !this.#queue.some((other) => other.name === name)) {
        this.#grant(request);
      } else if (options.ifAvailable === true) {
        queueMicrotask(() => request.settle.resolve(granted(null)));
      } else {
        this.#queue.push(request);
        options.signal?.addEventListener('abort', () => {
          if (!this.#queue.includes(request)) return;
          this.#queue = this.#queue.filter((other) => other !== request);
          reject(options.signal?.reason);
        });
      }
    });
  }

  #grant(request: Request): void {
    const { name } = request;
    this.#held.set(name, request);
    queueMicrotask(() => {
      const held = request.granted({ name, mode: 'exclusive' });
      void Promise.resolve(held).then((value) => {
        request.settle.resolve(value);
        if (this.#held.get(name) === request) this.#release(name);
      });
    });
  }

  #release(name: string): void {
    this.#held.delete(name);
    const next = this.#queue.find((other) => other.name === name);
    if (next === undefined) return;
    this.#queue = this.#queue.filter((other) => other !== next);
    this.#grant(next);
  }
}
