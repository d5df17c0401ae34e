import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { PapertabError } from '../errors.ts';
import type { Received, Transport } from '../printers/transport.ts';
import { withPacketLog } from './packet-log.ts';

const options = { lane: 'data', confirm: false, signal: new AbortController().signal } as const;

function bench(write: Transport['write'] = async () => {}) {
  const clock = new FakeClock();
  const entries: { text: string; bytes?: Uint8Array }[] = [];
  const said: Received[] = [{ lane: 'data', bytes: new Uint8Array([1, 2]) }];
  const transport: Transport = {
    limits: { chunkBytes: 20, confirm: false },
    write,
    received: (async function* () {
      yield* said;
    })(),
    lost: new Promise(() => {}),
    close: async () => {},
  };
  const logged = withPacketLog(transport, clock, 'p2', (_kind, text, more = {}) => {
    expect(more.about).toBe('p2');
    entries.push({ text, ...(more.bytes === undefined ? {} : { bytes: more.bytes }) });
  });
  return { clock, entries, logged };
}

describe('the log of packets', () => {
  it('has what went out and came in, byte for byte', async () => {
    const { entries, logged } = bench();
    const bytes = new Uint8Array([0x1b, 0x40]);
    await logged.write(bytes, options);
    for await (const { bytes: heard } of logged.received) expect(heard).toEqual(new Uint8Array([1, 2]));
    expect(entries).toEqual([
      { text: 'sent 2 bytes, data', bytes },
      { text: 'received 2 bytes, data', bytes: new Uint8Array([1, 2]) },
    ]);
  });

  it('counts the many packets of a picture instead of listing them', async () => {
    const { clock, entries, logged } = bench();
    for (let i = 0; i < 500; i++) await logged.write(new Uint8Array(10), options);
    expect(entries).toHaveLength(12);
    await clock.advance(5_000);
    await logged.write(new Uint8Array(1), options);
    expect(entries.slice(12).map(({ text }) => text)).toEqual([
      'sent 488 more packets, 4880 bytes',
      'sent 1 bytes, data',
    ]);
  });

  it('says what a write failed of, and passes it on', async () => {
    const { entries, logged } = bench(async () => {
      throw new PapertabError('printer-write', 'NetworkError');
    });
    await expect(logged.write(new Uint8Array(1), options)).rejects.toMatchObject({ code: 'printer-write' });
    expect(entries.at(-1)?.text).toBe('write failed: printer-write (NetworkError)');
  });
});
