import { describe, expect, it } from 'vitest';
import { quiet, until } from '../../../test/support/until.ts';
import type { PapertabError } from '../../errors.ts';
import type { PageTransport } from '../../printers/transports/pipe-server.ts';
import { ReceivedQueue } from '../../printers/transports/received-queue.ts';
import { Connections } from './connections.ts';
import { FakeEngine } from './testing/connector-bench.ts';

/** A transport that only tells whether it was let go. */
function someTransport(): PageTransport & { readonly drops: () => number } {
  let drops = 0;
  return {
    limits: { chunkBytes: 1, confirm: false, flow: { kind: 'held-back' } },
    received: new ReceivedQueue(),
    lost: new Promise<PapertabError>(() => {}),
    write: async () => {},
    watchLimits: () => {},
    writeWithoutCredits: () => {},
    close: async () => {},
    drop: () => {
      drops++;
    },
    drops: () => drops,
  };
}

describe('the connections of the page', () => {
  it('let a printer go that comes about after its attempt was given up', async () => {
    const engine = new FakeEngine();
    const connections = new Connections(engine);
    const late = someTransport();
    let comeAbout = (): void => {};
    connections.begin('p', () => new Promise((resolve) => (comeAbout = () => resolve(late))));
    connections.end('p');
    comeAbout();
    await until(() => late.drops() === 1);
    expect([engine.attached, engine.unreached]).toEqual([[], []]);
  });

  it('are one to a paper printer, and do not touch those of others', async () => {
    const engine = new FakeEngine();
    const connections = new Connections(engine);
    const [first, other, second] = [someTransport(), someTransport(), someTransport()];
    connections.begin('p', async () => first);
    connections.begin('q', async () => other);
    await until(() => engine.attached.length === 2);
    connections.begin('p', async () => second);
    await until(() => engine.attached.length === 3);
    expect([first.drops() > 0, other.drops(), second.drops()]).toEqual([true, 0, 0]);
    connections.endAll();
    await quiet();
    expect([other.drops() > 0, second.drops() > 0]).toEqual([true, true]);
    for (const { pipe } of engine.attached) pipe.close();
  });
});
