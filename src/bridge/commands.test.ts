import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BRIDGE, BridgeBench, command, PRINTER } from '../../test/support/bridge-bench.ts';
import { PapertabError } from '../errors.ts';

let bench: BridgeBench;

beforeEach(() => {
  bench = new BridgeBench();
});

describe('commands', () => {
  it('answers on the socket that brought a command once it is stored, and not before', async () => {
    const socket = await bench.connected();
    let finish: (() => void) | undefined;
    bench.store = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    socket.deliver(command(7, 'AQID'));
    await bench.clock.advance(0);
    await vi.waitFor(() => expect(finish).toBeDefined());
    expect(socket.count('DeviceCommandResponse')).toBe(0);
    finish?.();
    const [answer] = await bench.answers(socket, 1);
    expect(answer).toMatchObject({ device_address: PRINTER, command_id: 7, return_code: 0 });
    expect(bench.afterAnswers).toEqual([true]);
  });

  it('says when an answer is lost with its socket', async () => {
    const socket = await bench.connected();
    let finish: (() => void) | undefined;
    bench.store = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    socket.deliver(command(7, 'AQID'));
    await bench.clock.advance(0);
    await vi.waitFor(() => expect(finish).toBeDefined());
    socket.end(false);
    finish?.();
    await vi.waitFor(() => expect(bench.afterAnswers).toEqual([false]));
    expect(socket.count('DeviceCommandResponse')).toBe(0);
  });

  it('answers with the return code of what went wrong', async () => {
    const socket = await bench.connected();
    bench.store = async () => {
      throw new PapertabError('storage-full');
    };
    socket.deliver(command(7, 'AQID'));
    const [answer] = await bench.answers(socket, 1);
    expect(answer).toMatchObject({ command_id: 7, return_code: 0x92 });
  });

  it('answers the same command again on one socket without storing it again', async () => {
    const socket = await bench.connected();
    socket.deliver(command(7, 'AQID'));
    socket.deliver(command(7, 'AQID'));
    await bench.answers(socket, 2);
    expect(bench.stored).toEqual(['AQID']);
  });

  it('tries a command again that could not be stored before', async () => {
    const socket = await bench.connected();
    bench.store = async () => {
      throw new PapertabError('storage-full');
    };
    socket.deliver(command(7, 'AQID'));
    await bench.answers(socket, 1);
    bench.store = async (payload) => {
      bench.stored.push(payload);
    };
    socket.deliver(command(7, 'AQID'));
    expect((await bench.answers(socket, 2)).map((answer) => answer.return_code)).toEqual([0x92, 0]);
    expect(bench.stored).toEqual(['AQID']);
  });

  it('takes the same id with another payload, and everything on another socket, as new', async () => {
    const first = await bench.connected();
    first.deliver(command(7, 'AQID'));
    first.deliver(command(7, 'AQIE'));
    await bench.answers(first, 2);
    first.end(false);
    const second = await bench.nextOpen();
    second.deliver(command(7, 'AQIE'));
    await bench.answers(second, 1);
    expect(bench.stored).toEqual(['AQID', 'AQIE', 'AQIE']);
  });

  it('stores what came before the socket died, and answers nothing on the next one', async () => {
    const first = await bench.connected();
    first.deliver(command(7, 'AQID'));
    first.end(false);
    await bench.nextOpen();
    await vi.waitFor(() => expect(bench.stored).toEqual(['AQID']));
    expect(bench.last.count('DeviceCommandResponse')).toBe(0);
  });

  it('survives everything that is no message, and answers commands that it does not know', async () => {
    const socket = await bench.connected();
    for (const text of ['', '[', '[]', '{}', 'null', '{"type":"DeviceCommand"}', '{"type":"Nonsense"}'])
      socket.deliver(text);
    socket.deliver({
      type: 'BridgeCommand',
      bridge_address: BRIDGE,
      command_id: 9,
      timestamp: '0',
      json_payload: { name: 'leave', params: {} },
    });
    await bench.clock.advance(0);
    expect(socket.closed).toBe(false);
    expect(socket.sent.at(-1)).toMatchObject({ type: 'BridgeCommandResponse', command_id: 9 });
  });

  it('answers a command that it cannot read, and says so', async () => {
    const socket = await bench.connected();
    socket.deliver({ type: 'DeviceCommand', bridge_address: BRIDGE, device_address: PRINTER, command_id: 8 });
    const [answer] = await bench.answers(socket, 1);
    expect(answer).toMatchObject({ device_address: PRINTER, command_id: 8 });
    expect(answer?.return_code).not.toBe(0);
    expect(bench.unreadable).toEqual(['frame-invalid']);
  });

  it('closes a socket that sends more than any server does, and takes nobody as unclaimed for it', async () => {
    const socket = await bench.connected();
    (await bench.reconnected()).deliver('x'.repeat(8_000_001));
    expect(bench.bridge.claimOf(PRINTER)).toBe('claimed');
    expect(bench.last.closed).toBe(true);
    expect(socket.closed).toBe(true);
    expect(bench.bridge.status).toMatchObject({ phase: 'waiting', trouble: { code: 'frame-too-large' } });
  });
});
