import type { Bitmap } from '../../src/imaging/bitmap.ts';
import { encodePng } from '../../src/imaging/png.ts';
import type { Report } from '../../src/local-sirius/bridge-connections.ts';
import type { CommandName } from '../../src/sirius/commands.ts';
import { readPng } from './read-png.ts';
import { waitFor } from './wait.ts';

/** A message as its sender sees it. */
export interface Message {
  readonly id: string;
  /** Device key of the printer that it was sent to. */
  readonly printer: string;
  readonly kind: string;
  /** Unix milliseconds. */
  readonly sentAt: number;
  /** When the printer said that it is on paper, Unix milliseconds. */
  readonly printedAt: number | null;
  readonly status: 'sent' | 'acknowledged' | 'problem' | 'timed-out' | 'failed-offline';
}

/** The answer to something sent. */
export interface Sent {
  readonly status: number;
  readonly body: unknown;
}

/** Somebody who uses local-sirius from outside the browser. */
export class SiriusClient {
  readonly #origin: string;

  /** @param origin where local-sirius runs, without a slash at its end */
  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Claims a printer and gives its device key. */
  async claim(code: string, name = 'Test printer'): Promise<string> {
    const { status, body } = await this.#post(
      '/local-sirius/api/claims',
      JSON.stringify({ code, name }),
      'application/json',
    );
    const key = (body as { key?: unknown } | undefined)?.key;
    if (typeof key !== 'string') throw new Error(`The claim was answered ${status} ${JSON.stringify(body)}`);
    return key;
  }

  /** Sends what people send: as curl would, with a media type. */
  print(key: string, body: string | Uint8Array<ArrayBuffer>, contentType = 'text/plain', from = 'Ann'): Promise<Sent> {
    return this.#post(`/printkey/${key}?from=${encodeURIComponent(from)}`, body, contentType);
  }

  /** Sends exact pictures by one of the device commands. */
  async send(key: string, command: CommandName, pictures: readonly Bitmap[]): Promise<Sent> {
    const encoded = await Promise.all(
      pictures.map(async (picture) => Buffer.from(await encodePng(picture)).toString('base64')),
    );
    return this.#post(
      `/local-sirius/api/send/${key}`,
      JSON.stringify({ command, pictures: encoded }),
      'application/json',
    );
  }

  /** Whether the server takes a printer for online. */
  async isOnline(key: string): Promise<boolean> {
    const response = await fetch(`${this.#origin}/printkey/${key}`, { headers: { Accept: 'application/json' } });
    const body: unknown = await response.json();
    return (body as { status?: unknown }).status === 'online';
  }

  /** All messages, the newest first. */
  async messages(): Promise<readonly Message[]> {
    const response = await fetch(`${this.#origin}/local-sirius/api/messages`);
    const body: unknown = await response.json();
    return (Array.isArray(body) ? body : (body as { messages: Message[] }).messages) as Message[];
  }

  /** What printers have reported as printed since the server began, the newest first. */
  async reports(): Promise<readonly Report[]> {
    const response = await fetch(`${this.#origin}/local-sirius/api/reports`);
    return (await response.json()) as Report[];
  }

  /** The newest message, once it has the status. */
  waitForStatus(status: Message['status'], timeoutMs?: number): Promise<Message> {
    return waitFor(
      `the newest message to be ${status}`,
      async () => (await this.messages()).slice(0, 1).find((newest) => newest.status === status),
      timeoutMs,
    );
  }

  /** What the sender meant a message to look like. */
  async picture(id: string): Promise<Bitmap> {
    const response = await fetch(`${this.#origin}/local-sirius/api/messages/${id}.png`);
    if (!response.ok) throw new Error(`There is no picture of message ${id}: ${response.status}`);
    return readPng(new Uint8Array(await response.arrayBuffer()));
  }

  async #post(path: string, body: string | Uint8Array<ArrayBuffer>, contentType: string): Promise<Sent> {
    const response = await fetch(this.#origin + path, {
      method: 'POST',
      headers: { 'Content-Type': contentType, Accept: 'application/json' },
      body,
    });
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) };
    } catch {
      return { status: response.status, body: text };
    }
  }
}
