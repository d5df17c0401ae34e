import type { Socket } from '../../src/bridge/socket.ts';

/** A message of the bridge, as the server reads it. */
export interface SentMessage {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The client's end of a socket whose other end is the test. */
export class FakeSocket implements Socket {
  onopen: ((event: never) => unknown) | null = null;
  onmessage: ((event: never) => unknown) | null = null;
  onclose: ((event: never) => unknown) | null = null;
  readonly address: string;
  readyState = 0;
  readonly sent: SentMessage[] = [];
  /** Whether the client closed it. */
  closed = false;

  constructor(address: string) {
    this.address = address;
  }

  send(text: string): void {
    // As the real one: before it opens it throws, once it closes it drops what it is given.
    if (this.readyState === 0) throw new DOMException('Still in CONNECTING state', 'InvalidStateError');
    if (this.readyState !== 1) return;
    this.sent.push(JSON.parse(text) as SentMessage);
  }

  close(): void {
    this.closed = true;
    this.readyState = 2;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.({} as never);
  }

  /** A text, or an object sent as JSON. */
  deliver(message: unknown): void {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    this.onmessage?.({ data } as never);
  }

  end(wasClean: boolean): void {
    this.readyState = 3;
    this.onclose?.({ wasClean } as never);
  }

  /** What was sent, by event name, or by message type where it has none. */
  names(): string[] {
    return this.sent.map((message) => {
      const payload = message.json_payload as { name?: string } | undefined;
      return payload?.name ?? message.type;
    });
  }

  count(name: string): number {
    return this.names().filter((other) => other === name).length;
  }
}
