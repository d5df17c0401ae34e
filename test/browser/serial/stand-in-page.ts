/** What the page's end of a stand-in port is told by the test's end. */
export type ToPort =
  /** The port is opened; without this first, it is in use already. */
  | { readonly type: 'opened' }
  /** So many bytes in all have gone through to the printer. */
  | { readonly type: 'taken'; readonly bytes: number };

/** Where all ports are announced: the ids of those that are plugged in. */
export type ToPorts = readonly string[];

/**
 * Runs in the page and in its worker, as text, so it uses nothing from outside: puts a stand-in for Web Serial where
 * Chromium has its own. Bytes go to the test through a WebSocket for each port that is open; as Chromium does, it holds
 * back what the printer does not take, with room on the way for `bufferSize` bytes and for those that a system takes.
 */
export function installStandIn(url: string, usb: { usbVendorId: number; usbProductId: number }): void {
  /** What a system takes of what the browser passes on, before the line has taken it. */
  const systemBytes = 4_096;
  const lost = (): DOMException => new DOMException('The device has been lost.', 'NetworkError');

  /** An open port. A stream of it that has been closed gives way to a new one. */
  class Line {
    #readable: ReadableStream<Uint8Array> | undefined;
    #writable: WritableStream<Uint8Array> | undefined;
    readonly #socket: WebSocket;
    readonly #room: number;
    #sent = 0;
    #taken = 0;
    #ended: DOMException | undefined;
    #input: ReadableStreamDefaultController<Uint8Array> | undefined;
    #output: WritableStreamDefaultController | undefined;
    #moved: (() => void)[] = [];

    constructor(socket: WebSocket, room: number) {
      this.#socket = socket;
      this.#room = room;
      socket.onclose = () => this.end();
      socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
        if (typeof data !== 'string') {
          this.#input?.enqueue(new Uint8Array(data));
          return;
        }
        const message = JSON.parse(data) as ToPort;
        if (message.type === 'taken') this.#taken = message.bytes;
        this.#wake();
      };
    }

    get readable(): ReadableStream<Uint8Array> {
      this.#readable ??= new ReadableStream({
        start: (controller) => {
          this.#input = controller;
        },
        cancel: () => {
          this.#input = undefined;
          this.#readable = undefined;
        },
      });
      return this.#readable;
    }

    get writable(): WritableStream<Uint8Array> {
      const gone = (): void => {
        this.#writable = undefined;
      };
      this.#writable ??= new WritableStream<Uint8Array>(
        {
          start: (controller) => {
            this.#output = controller;
          },
          write: (bytes) => this.#write(bytes),
          close: () => this.#until(() => this.#taken === this.#sent).then(gone),
          abort: gone,
        },
        { highWaterMark: this.#room, size: (bytes) => bytes.byteLength },
      );
      return this.#writable;
    }

    get #underWay(): number {
      return this.#sent - this.#taken;
    }

    /** The adapter is gone. */
    end(): void {
      if (this.#ended !== undefined) return;
      this.#ended = lost();
      this.#input?.error(this.#ended);
      this.#output?.error(this.#ended);
      this.#wake();
    }

    /** The page lets go of it. Resolves when the other end knows: before that it cannot be opened again. */
    release(): Promise<void> {
      this.#ended = lost();
      return new Promise((resolve) => {
        if (this.#socket.readyState === WebSocket.CLOSED) resolve();
        this.#socket.onclose = () => resolve();
        this.#socket.close();
      });
    }

    async #write(bytes: Uint8Array): Promise<void> {
      for (let at = 0; at < bytes.length; ) {
        await this.#until(() => this.#underWay < this.#room + systemBytes);
        const part = bytes.slice(at, at + this.#room + systemBytes - this.#underWay);
        this.#socket.send(part);
        this.#sent += part.length;
        at += part.length;
      }
    }

    async #until(condition: () => boolean): Promise<void> {
      while (!condition()) {
        if (this.#ended !== undefined) throw this.#ended;
        await new Promise<void>((resolve) => {
          this.#moved.push(resolve);
        });
      }
      if (this.#ended !== undefined) throw this.#ended;
    }

    #wake(): void {
      for (const moved of this.#moved.splice(0)) moved();
    }
  }

  class Port extends EventTarget {
    connected = true;
    readonly id: string;
    #line: Line | undefined;
    #opening = false;

    constructor(id: string) {
      super();
      this.id = id;
    }

    get readable(): ReadableStream<Uint8Array> | null {
      return this.#line?.readable ?? null;
    }

    get writable(): WritableStream<Uint8Array> | null {
      return this.#line?.writable ?? null;
    }

    getInfo(): object {
      return { ...usb };
    }

    async open(options: { baudRate: number; bufferSize?: number }): Promise<void> {
      if (!(options.baudRate > 0)) throw new TypeError('The baud rate must be above zero.');
      if (this.#line !== undefined || this.#opening) {
        throw new DOMException('The port is already open.', 'InvalidStateError');
      }
      this.#opening = true;
      const socket = new WebSocket(`${url}/port/${this.id}`);
      socket.binaryType = 'arraybuffer';
      try {
        await new Promise<void>((resolve, reject) => {
          socket.onmessage = () => resolve();
          socket.onclose = () => reject(new DOMException('Failed to open serial port.', 'NetworkError'));
        });
      } finally {
        this.#opening = false;
      }
      this.#line = new Line(socket, options.bufferSize ?? 255);
    }

    async close(): Promise<void> {
      const line = this.#line;
      if (line === undefined) throw new DOMException('The port is already closed.', 'InvalidStateError');
      if (line.readable.locked || line.writable.locked)
        throw new TypeError('Cannot close a port with a locked stream.');
      await Promise.allSettled([line.readable.cancel(), line.writable.abort()]);
      await line.release();
      this.#line = undefined;
    }

    async forget(): Promise<void> {
      if (this.#line !== undefined) await this.close();
    }

    unplug(): void {
      this.connected = false;
      this.#line?.end();
    }
  }

  class Serial extends EventTarget {
    readonly #ports = new Map<string, Port>();
    readonly #known: Promise<void>;
    #isKnown = false;

    constructor() {
      super();
      this.#known = new Promise((resolve) => {
        new WebSocket(`${url}/ports`).onmessage = ({ data }: MessageEvent<string>) => {
          this.#change(JSON.parse(data) as ToPorts);
          this.#isKnown = true;
          resolve();
        };
      });
    }

    async getPorts(): Promise<Port[]> {
      await this.#known;
      return [...this.#ports.values()];
    }

    #change(plugged: ToPorts): void {
      for (const [id, port] of this.#ports) {
        if (plugged.includes(id)) continue;
        this.#ports.delete(id);
        port.unplug();
        this.#tell('disconnect', port);
      }
      for (const id of plugged) {
        if (this.#ports.has(id)) continue;
        const port = new Port(id);
        this.#ports.set(id, port);
        // Those that were there before the page are no news.
        if (this.#isKnown) this.#tell('connect', port);
      }
    }

    #tell(type: string, port: Port): void {
      const event = new Event(type, { bubbles: true });
      port.dispatchEvent(event);
      const passedOn = new Event(type, { bubbles: true });
      Object.defineProperty(passedOn, 'target', { value: port });
      this.dispatchEvent(passedOn);
    }
  }

  Object.defineProperty(navigator, 'serial', { configurable: true, value: new Serial() });
}

/**
 * Runs in the page: workers that are made from a blob that only imports a program run `text` before that. No init script
 * reaches a worker by itself.
 */
export function runInWorkers(text: string): void {
  // What is posted to the worker before its program listens is kept for it, as it would be without the detour.
  const begin = (url: string): string => `${text}
    const early = [];
    const keep = (event) => { event.stopImmediatePropagation(); early.push(event); };
    self.addEventListener('message', keep);
    await import(${url});
    self.removeEventListener('message', keep);
    for (const { data, ports } of early) self.dispatchEvent(new MessageEvent('message', { data, ports }));`;
  const Original = Blob;
  globalThis.Blob = class extends Original {
    constructor(parts?: BlobPart[], options?: BlobPropertyBag) {
      const url = parts?.length === 1 ? /^import (".*");$/.exec(String(parts[0]))?.[1] : undefined;
      super(url === undefined ? parts : [begin(url)], options);
    }
  };
}
