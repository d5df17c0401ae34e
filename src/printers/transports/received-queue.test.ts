import { describe, expect, it } from 'vitest';
import type { Received } from '../transport.ts';
import { ReceivedQueue } from './received-queue.ts';

const said = (...bytes: number[]): Received => ({ lane: 'data', bytes: Uint8Array.from(bytes) });

async function readAll(queue: ReceivedQueue): Promise<number[][]> {
  const all: number[][] = [];
  for await (const { bytes } of queue) all.push([...bytes]);
  return all;
}

describe('what a printer said', () => {
  it('is read in the order in which it came, as it was cut, also what came before the reader', async () => {
    const queue = new ReceivedQueue();
    queue.push(said(1, 2));
    const reading = readAll(queue);
    await Promise.resolve();
    queue.push(said(3));
    queue.push({ lane: 'control', bytes: Uint8Array.of(4) });
    queue.end();
    expect(await reading).toEqual([[1, 2], [3], [4]]);
  });

  it('loses its oldest when nobody reads', async () => {
    const queue = new ReceivedQueue(4);
    queue.push(said(1, 1));
    queue.push(said(2, 2));
    queue.push(said(3));
    queue.end();
    expect(await readAll(queue)).toEqual([[2, 2], [3]]);
  });

  it('keeps the newest however large it is', async () => {
    const queue = new ReceivedQueue(2);
    queue.push(said(1));
    queue.push(said(2, 2, 2));
    queue.end();
    expect(await readAll(queue)).toEqual([[2, 2, 2]]);
  });

  it('wakes its reader at the end, and takes nothing after it', async () => {
    const queue = new ReceivedQueue();
    const reading = readAll(queue);
    await Promise.resolve();
    queue.end();
    queue.push(said(1));
    expect(await reading).toEqual([]);
    expect(await readAll(queue)).toEqual([]);
  });
});
