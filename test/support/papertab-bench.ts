import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { expect, vi } from 'vitest';
import type { EngineEvent, EngineState, LittlePrinterView } from '../../src/engine/api.ts';
import { Papertab } from '../../src/engine/papertab.ts';
import type { PapertabWorld } from '../../src/engine/papertab-world.ts';
import { type Bitmap, createBitmap } from '../../src/imaging/bitmap.ts';
import { openDatabase } from '../../src/jobs/database.ts';
import type { Job } from '../../src/jobs/job.ts';
import { screenDriver } from '../../src/printers/drivers/screen.ts';
import { PipeTransport } from '../../src/printers/transports/pipe.ts';
import { encodeBase64 } from '../../src/sirius/base64.ts';
import type { CommandName } from '../../src/sirius/commands.ts';
import { encodePayload } from '../../src/sirius/payload.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeSocket } from './fake-socket.ts';

/** The server of an engine whose user has chosen none. */
export const DEFAULT_SERVER = 'wss://example.org/api/v1/connection';

/** An engine that runs: what a page asks of it, and its end. */
export type RunningPapertab = Papertab['calls'] & Pick<Papertab, 'stop'>;

/** An engine on a database of its own, with a clock and sockets in the test's hands. */
export class PapertabBench {
  readonly clock = new FakeClock();
  readonly sockets: FakeSocket[] = [];
  readonly events: EngineEvent[] = [];
  /** The engine's end of a pipe that its page has opened. */
  openPipe: PapertabWorld['openPipe'] = async (port, limits) => new PipeTransport(port, limits, this.clock);
  /** What the engine takes for chance. */
  random = 0;
  isOnline = true;
  /** Whether the server answers key requests, as it does for printers that are claimed. */
  isClaimed = false;
  restarts = 0;
  /** How often an engine wanted its worker to end. */
  givenUp = 0;
  readonly #keysAnswered = new Map<FakeSocket, number>();
  #running: RunningPapertab | undefined;

  constructor() {
    globalThis.indexedDB = new IDBFactory();
  }

  /** Starts an engine, after the one before it has been stopped by the test; one that a signal may keep from beginning. */
  async start(signal?: AbortSignal): Promise<RunningPapertab> {
    const papertab = await Papertab.start(
      {
        clock: this.clock,
        database: await openDatabase({ superseded: () => {}, terminated: () => {} }),
        defaultServer: DEFAULT_SERVER,
        random: () => this.random,
        isOnline: () => this.isOnline,
        storage: undefined,
        ...(signal && { signal }),
        restart: () => {
          this.restarts += 1;
        },
        giveUp: () => {
          this.givenUp += 1;
        },
        openSocket: (address) => {
          const socket = new FakeSocket(address);
          this.sockets.push(socket);
          return socket;
        },
        investigate: async () => ({ code: 'server-unreachable' }),
        openPipe: (...pipe) => this.openPipe(...pipe),
        loadDriver: async () => screenDriver,
        openSerial: async () => undefined,
      },
      (event) => this.events.push(event),
    );
    this.#running = { ...papertab.calls, stop: () => papertab.stop() };
    return this.#running;
  }

  /** The engine that was started last. */
  get papertab(): RunningPapertab {
    if (this.#running === undefined) throw new Error('no engine was started');
    return this.#running;
  }

  stop(): void {
    this.#running?.stop();
  }

  state(): EngineState {
    const told = this.events.findLast((event) => event.type === 'state');
    if (told === undefined) throw new Error('no state was told');
    return told.state;
  }

  /** A Little Printer, by its place on the bridge. */
  printer(index = 0): LittlePrinterView {
    const printer = this.state().littlePrinters[index];
    if (printer === undefined) throw new Error('no such Little Printer');
    return printer;
  }

  /** Opens the newest socket. */
  open(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('no socket was opened');
    socket.open();
    return socket;
  }

  deliver(
    socket: FakeSocket,
    change: { command?: CommandName; id?: number; pictures?: Bitmap[]; to?: string } = {},
  ): void {
    const { command = 'set_delivery_and_print', id = 7, pictures = [picture()], to } = change;
    socket.deliver({
      type: 'DeviceCommand',
      bridge_address: '0'.repeat(16),
      device_address: to ?? this.printer().deviceAddress,
      command_id: id,
      timestamp: '0',
      binary_payload: encodeBase64(encodePayload(command, id, pictures)),
    });
  }

  /** Moves the clock until the assertion holds: storing and digesting happen off this thread. */
  async until(assertion: () => void | Promise<void>): Promise<void> {
    const settled = async () => {
      await this.clock.advance(100);
      if (this.isClaimed) for (const socket of this.sockets) this.#answerKeys(socket);
      await assertion();
    };
    await vi.waitFor(settled, { timeout: 10_000, interval: 10 });
  }

  /** Waits until so many jobs are printed. */
  async printed(count: number): Promise<void> {
    await this.until(async () =>
      expect((await this.jobs()).filter(({ state }) => state === 'printed')).toHaveLength(count),
    );
  }

  #answerKeys(socket: FakeSocket): void {
    const answered = this.#keysAnswered.get(socket) ?? 0;
    const requests = socket.sent.flatMap(({ json_payload: payload }) => {
      const { name, device_address: address } = (payload ?? {}) as { name?: string; device_address?: string };
      return name === 'encryption_key_required' ? [address] : [];
    });
    this.#keysAnswered.set(socket, requests.length);
    for (const address of requests.slice(answered)) {
      socket.deliver({
        type: 'BridgeCommand',
        bridge_address: '0'.repeat(16),
        command_id: 1,
        timestamp: '0',
        json_payload: {
          name: 'add_device_encryption_key',
          params: { device_address: address, encryption_key: encodeBase64(new Uint8Array(16)) },
        },
      });
    }
  }

  /** The newest jobs first. */
  async jobs(): Promise<Job[]> {
    return this.papertab.jobs({ limit: 100 });
  }
}

/** A picture of so many rows, the last of them white. */
export function picture(rows = 40, byte = 0x0f): Bitmap {
  const bitmap = createBitmap(384, rows);
  bitmap.data.fill(byte, 0, 48 * (rows - 1));
  return bitmap;
}

/** Events of the bridge about one Little Printer, in order. */
export function told(socket: FakeSocket, deviceAddress: string): string[] {
  return socket.sent.flatMap((sent) => {
    const payload = sent.json_payload as { name?: string; device_address?: string } | undefined;
    return payload?.device_address === deviceAddress ? [String(payload.name)] : [];
  });
}
