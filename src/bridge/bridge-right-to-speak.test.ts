import { beforeEach, describe, expect, it } from 'vitest';
import { BridgeBench, command, PRINTER, SERVER } from '../../test/support/bridge-bench.ts';
import { until } from '../../test/support/until.ts';
import { PapertabError } from '../errors.ts';

let bench: BridgeBench;

beforeEach(() => {
  bench = new BridgeBench();
});

describe('the right to speak', () => {
  it('is asked for before the first word on a socket', async () => {
    const asked: ((isOurs: boolean) => void)[] = [];
    bench.isOurs = () => new Promise((resolve) => asked.push(resolve));
    bench.bridge.connect(SERVER);
    bench.last.open();
    await bench.clock.advance(1_000);
    expect(bench.last.sent).toEqual([]);
    expect(bench.bridge.status.phase).toBe('connecting');
    asked[0]?.(true);
    await bench.clock.advance(0);
    expect(bench.last.names()[0]).toBe('power_on');
    expect(bench.bridge.status.phase).toBe('connected');
  });

  it('may take a slow database more than a minute: the open socket waits for it, and nothing is said of the server', async () => {
    bench.found = { code: 'server-not-sirius' };
    bench.isOurs = () => new Promise((resolve) => bench.clock.after(25_000, () => resolve(true)));
    bench.bridge.connect(SERVER);
    bench.last.end(false);
    await bench.clock.advance(0);
    expect(bench.bridge.status).toMatchObject({ trouble: { code: 'server-not-sirius' } });
    const socket = await bench.nextSocket();
    socket.open();
    await bench.clock.advance(70_000);
    expect(bench.bridge.status).toEqual({ phase: 'connecting', server: SERVER, attempt: 2 });
    await bench.clock.advance(5_000);
    expect(bench.bridge.status.phase).toBe('connected');
    expect(socket.names()[0]).toBe('power_on');
    expect(bench.sockets).toHaveLength(2);
  });

  it('is not had where the database never answers: the socket goes, and the storage is named as the reason', async () => {
    bench.found = { code: 'server-not-sirius' };
    bench.isOurs = () => new Promise(() => {});
    bench.bridge.connect(SERVER);
    bench.last.open();
    await bench.clock.advance(29_000);
    expect(bench.last.closed).toBe(false);
    await bench.clock.advance(1_000);
    expect(bench.sockets[0]?.closed).toBe(true);
    expect(bench.bridge.status).toMatchObject({ phase: 'waiting', trouble: { code: 'storage-failed' } });
    bench.isOurs = async () => true;
    await bench.nextOpen();
    expect(bench.bridge.status.phase).toBe('connected');
  });

  it('is not waited for on a socket that was open before a sleep', async () => {
    const asked: ((isOurs: boolean) => void)[] = [];
    bench.isOurs = () => new Promise((resolve) => asked.push(resolve));
    bench.bridge.connect(SERVER);
    const socket = bench.last;
    socket.open();
    bench.clock.jump(600_000);
    await bench.clock.advance(10_000);
    expect(socket.closed).toBe(true);
    expect(bench.sockets).toHaveLength(2);
    expect(bench.bridge.status.phase).toBe('connecting');
  });

  it('is asked for again after a sleep, and what comes meanwhile is stored and answered afterwards', async () => {
    const socket = await bench.connected();
    let answer: ((isOurs: boolean) => void) | undefined;
    bench.isOurs = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    bench.clock.jump(600_000);
    const before = socket.sent.length;
    socket.deliver(command(7, 'AQID'));
    await bench.clock.advance(0);
    await until(() => bench.stored.length > 0, 'the command at the store');
    expect(bench.stored).toEqual(['AQID']);
    expect(bench.bridge.reportPrint(PRINTER, 6, 'delivery', () => {})).toBe(false);
    await bench.clock.advance(1_000);
    expect(bench.sleeps).toEqual([600_000]);
    expect(socket.sent.length).toBe(before);
    const again = bench.announced;
    answer?.(true);
    await bench.answers(socket, 1);
    expect(socket.count('encryption_key_required')).toBe(2);
    expect(bench.announced, 'reports can go out again').toBe(again + 1);
    expect(bench.bridge.reportPrint(PRINTER, 6, 'delivery', () => {})).toBe(true);
  });

  it('does not count when its answer was frozen on the way', async () => {
    const socket = await bench.connected();
    const asked: ((isOurs: boolean) => void)[] = [];
    bench.isOurs = () => new Promise((resolve) => asked.push(resolve));
    await bench.clock.advance(10_000);
    const before = socket.sent.length;
    bench.clock.jump(600_000);
    asked[0]?.(true);
    await bench.clock.advance(0);
    expect(socket.sent.length).toBe(before);
    expect(asked).toHaveLength(2);
    asked[1]?.(false);
    await bench.clock.advance(120_000);
    expect(socket.sent.length).toBe(before);
  });

  it('is taken from a database that is slow each time', async () => {
    await bench.connected();
    let asked = 0;
    bench.isOurs = async () => {
      asked++;
      bench.clock.jump(5_000);
      return true;
    };
    const before = bench.last.sent.length;
    await bench.clock.advance(10_000);
    expect(asked).toBeGreaterThanOrEqual(3);
    expect(bench.last.sent.length).toBeGreaterThan(before);
  });

  it('is gone for good once denied: not a word more, on this socket or another', async () => {
    const socket = await bench.connected();
    bench.isOurs = async () => false;
    await bench.clock.advance(10_000);
    const before = socket.sent.length;
    bench.isOurs = async () => true;
    socket.deliver(command(7, 'AQID'));
    bench.bridge.setOnline(PRINTER, false);
    bench.bridge.nudge('woken');
    expect(bench.bridge.reportPrint(PRINTER, 6, 'delivery', () => {})).toBe(false);
    await bench.clock.advance(60_000);
    await until(() => bench.afterAnswers.length > 0, 'what became of the answer');
    expect(bench.afterAnswers).toEqual(['lost']);
    expect(socket.sent.length).toBe(before);
    bench.bridge.connect(SERVER);
    bench.last.open();
    await bench.clock.advance(10_000);
    expect(bench.last.sent).toEqual([]);
    expect(bench.bridge.status).toMatchObject({ trouble: { code: 'engine-superseded' } });
  });

  it('is asked for again with the next word when nobody could tell', async () => {
    const socket = await bench.connected();
    bench.isOurs = () => Promise.reject(new Error('no database'));
    await bench.clock.advance(15_000);
    const before = socket.sent.length;
    bench.isOurs = async () => true;
    await bench.clock.advance(10_000);
    expect(socket.sent.length).toBeGreaterThan(before);
  });

  it('takes a clock that is set back for no proof', async () => {
    await bench.connected();
    bench.isOurs = async () => false;
    bench.clock.jump(-3_600_000);
    expect(bench.bridge.reportPrint(PRINTER, 7, 'delivery', () => {})).toBe(false);
  });

  it('does not answer a command that the engine may not store any more', async () => {
    const socket = await bench.connected();
    let tried = 0;
    bench.store = async (payload) => {
      if (payload === 'BAUG') tried++;
      throw new PapertabError('engine-superseded');
    };
    socket.deliver(command(7, 'BAUG'));
    await bench.clock.advance(0);
    await until(() => tried > 0, 'the command at the store');
    expect(tried).toBe(1);
    await bench.clock.advance(100);
    expect(socket.count('DeviceCommandResponse')).toBe(0);
  });
});
