import { beforeEach, describe, expect, it } from 'vitest';
import { BRIDGE, BridgeBench, command, key, PRINTER, SERVER } from '../../test/support/bridge-bench.ts';
import type { FakeSocket } from '../../test/support/fake-socket.ts';
import { until } from '../../test/support/until.ts';
import { PapertabError } from '../errors.ts';

let bench: BridgeBench;

beforeEach(() => {
  bench = new BridgeBench();
});

/** Brings a command, and waits until it is being stored; gives what ends that. */
async function beginStoring(socket: FakeSocket): Promise<() => void> {
  const finish: (() => void)[] = [];
  bench.store = () => new Promise((resolve) => finish.push(resolve));
  socket.deliver(command(7, 'AQID'));
  await bench.clock.advance(0);
  await until(() => finish.length > 0, 'the command at the store');
  return finish[0]!;
}

describe('commands', () => {
  it('answers on the socket that brought a command once it is stored, and not before', async () => {
    const socket = await bench.connected();
    const finish = await beginStoring(socket);
    expect(socket.count('DeviceCommandResponse')).toBe(0);
    finish();
    const [answer] = await bench.answers(socket, 1);
    expect(answer).toMatchObject({ device_address: PRINTER, command_id: 7, return_code: 0 });
    expect(bench.afterAnswers).toEqual(['given']);
  });

  it('says when an answer is lost with its socket', async () => {
    const socket = await bench.connected();
    const finish = await beginStoring(socket);
    socket.end(false);
    finish();
    await until(() => bench.afterAnswers.length > 0, 'what became of the answer');
    expect(bench.afterAnswers).toEqual(['lost']);
    expect(socket.count('DeviceCommandResponse')).toBe(0);
  });

  it('says when an answer may be lost with its socket, because nothing has proved it since', async () => {
    const socket = await bench.connected();
    socket.deliver(command(7, 'AQID'));
    await bench.answers(socket, 1);
    // What is proved is what was said before the request, not before its answer.
    socket.deliver(key());
    await bench.clock.advance(0);
    expect(bench.afterAnswers).toEqual(['given']);
    socket.end(false);
    expect(bench.afterAnswers).toEqual(['given', 'doubtful']);
    await bench.nextOpen();
    bench.last.end(false);
    expect(bench.afterAnswers).toHaveLength(2);
  });

  it('doubts no answer that is proved by a key which was asked for afterwards', async () => {
    const socket = await bench.connected();
    socket.deliver(command(7, 'AQID'));
    await bench.answers(socket, 1);
    const asked = socket.count('encryption_key_required');
    await bench.clock.advance(29_000);
    expect(socket.count('encryption_key_required'), 'for its sake nothing is asked').toBe(asked);
    await bench.answering(socket, 2_000);
    socket.end(false);
    expect(bench.afterAnswers).toEqual(['given']);
  });

  it('doubts an answer on a socket that falls silent, or is left for another', async () => {
    const silent = await bench.connected();
    silent.deliver(command(7, 'AQID'));
    await bench.answers(silent, 1);
    const next = await bench.nextSocket();
    expect(bench.afterAnswers).toEqual(['given', 'doubtful']);
    next.open();
    await bench.clock.advance(0);
    next.deliver(command(7, 'AQID'));
    await bench.answers(next, 1);
    bench.bridge.connect(SERVER);
    expect(bench.afterAnswers).toEqual(['given', 'doubtful', 'given', 'doubtful']);
  });

  it('doubts no answer that refused a command, or repeated another answer', async () => {
    const socket = await bench.connected();
    socket.deliver(command(7, 'AQID'));
    socket.deliver(command(7, 'AQID'));
    await bench.answers(socket, 2);
    bench.store = async () => {
      throw new PapertabError('storage-full');
    };
    socket.deliver(command(8, 'AQID'));
    await bench.answers(socket, 3);
    socket.end(false);
    expect(bench.afterAnswers).toEqual(['given', 'doubtful']);
  });

  it('does not take silence about the key for word of an answer, nor the key that comes late for none', async () => {
    const first = await bench.connected({ claimed: false });
    first.deliver(command(7, 'AQID'));
    await bench.answers(first, 1);
    await bench.clock.advance(5_000);
    expect(bench.claims).toEqual(['unclaimed']);
    expect(bench.afterAnswers).toEqual(['given']);
    first.end(false);
    expect(bench.afterAnswers).toEqual(['given', 'doubtful']);
    const second = await bench.nextOpen();
    second.deliver(command(8, 'AQID'));
    await bench.answers(second, 1);
    await bench.clock.advance(40_000);
    // As many as were asked for: the last one was asked for after the answer.
    for (let i = 0; i < second.count('encryption_key_required'); i++) second.deliver(key());
    await bench.clock.advance(0);
    second.end(false);
    expect(bench.afterAnswers).toEqual(['given', 'doubtful', 'given']);
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
    await until(() => bench.stored.length > 0, 'the command at the store');
    expect(bench.stored).toEqual(['AQID']);
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
