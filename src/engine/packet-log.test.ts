import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { PapertabError } from '../errors.ts';
import type { Received, Transport } from '../printers/transport.ts';
import { withPacketLog } from './packet-log.ts';

const options = { lane: 'data', confirm: false, signal: new AbortController().signal } as const;

function bench(write: Transport['write'] = async () => {}) {
  const clock = new FakeClock();
  const entries: { text: string; bytes?: Uint8Array }[] = [];
  const { readable, writable } = new TransformStream<Received, Received>();
  const printer = writable.getWriter();
  const transport: Transport = {
    limits: { chunkBytes: 20, confirm: false },
    write,
    received: readable as unknown as AsyncIterable<Received>,
    lost: new Promise(() => {}),
    close: async () => {},
  };
  const logged = withPacketLog(transport, clock, 'p2', (_kind, text, more = {}) => {
    expect(more.about).toBe('p2');
    entries.push({ text, ...(more.bytes === undefined ? {} : { bytes: more.bytes }) });
  });
  const heard = logged.received[Symbol.asyncIterator]();
  /** The printer says something, and it is heard. */
  const answer = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | undefined> => {
    void printer.write({ lane: 'data', bytes });
    const { value } = await heard.next();
    return (value as Received | undefined)?.bytes;
  };
  return { clock, entries, logged, answer };
}

describe('the log of packets', () => {
  it('has what went out and came in, byte for byte', async () => {
    const { entries, logged, answer } = bench();
    const bytes = new Uint8Array([0x1b, 0x40]);
    await logged.write(bytes, options);
    expect(await answer(new Uint8Array([1, 2]))).toEqual(new Uint8Array([1, 2]));
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

  it('says how often the same went to and fro, while a printer waits for paper all night', async () => {
    const question = new Uint8Array([0x10, 0x04, 0x02]);
    const other = new Uint8Array([0x10, 0x04, 0x04]);
    const { clock, entries, logged, answer } = bench();
    const ask = async (out: number) => {
      await clock.advance(2_000);
      for (const bytes of [question, other]) {
        await logged.write(bytes, options);
        await answer(new Uint8Array([out]));
      }
    };
    await ask(0x12);
    entries.length = 0;
    for (let i = 0; i < 500; i++) await ask(0x32);
    await ask(0x12);
    const texts = entries.map(({ text }) => text);
    expect(texts.length).toBeLessThan(20);
    expect(texts).toContainEqual(expect.stringMatching(/^the same again, 19\d\d packets$/));
    // That the paper is back is there.
    expect(entries.filter(({ bytes }) => bytes?.[0] === 0x12)).not.toEqual([]);
  });

  it('counts the answers of a printer that has one for every packet, and lists the one that is another', async () => {
    const { entries, logged, answer } = bench();
    const ready = new Uint8Array([0]);
    for (let i = 0; i < 500; i++) {
      await logged.write(new Uint8Array(100).fill(i), options);
      await answer(ready);
    }
    expect(entries.length).toBeLessThan(30);
    await answer(new Uint8Array([0x20]));
    expect(entries.slice(-2)).toEqual([
      { text: 'the same again, 488 packets' },
      { text: 'received 1 bytes, data', bytes: new Uint8Array([0x20]) },
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
