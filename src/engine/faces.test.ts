import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PapertabBench, picture, type RunningPapertab } from '../../test/support/papertab-bench.ts';
import { invert } from '../imaging/bitmap.ts';
import { drawFace } from '../imaging/faces/draw-face.ts';
import { stack } from '../imaging/stack.ts';

let bench: PapertabBench;
let papertab: RunningPapertab;

beforeEach(async () => {
  bench = new PapertabBench();
  papertab = await bench.start();
});

afterEach(() => bench.stop());

const FACE = picture(8, 0x3c);
const PERSONALITY = [FACE, picture(9, 0x11), picture(10, 0x22), picture(11, 0x33)];

describe('the face', () => {
  it('is that of the server once one has come, until the user picks another', async () => {
    const { deviceAddress } = bench.printer();
    const socket = bench.open();
    bench.deliver(socket, { id: 1 });
    await bench.printed(1);
    bench.deliver(socket, { command: 'set_personality', id: 2, pictures: PERSONALITY });
    bench.deliver(socket, { id: 3 });
    await bench.printed(2);
    bench.deliver(socket, { command: 'set_delivery_and_print_no_face', id: 4 });
    await bench.printed(3);
    await papertab.configureLittlePrinter(deviceAddress, { face: 'none' });
    bench.deliver(socket, { id: 5 });
    await bench.printed(4);
    const jobs = (await bench.jobs()).reverse();
    expect(jobs.map(({ faceRows }) => faceRows)).toEqual([0, 32, 0, 0]);
    expect(await papertab.picture(jobs[1]!.id)).toEqual(stack(picture(), 24, FACE));
    expect(await papertab.face(deviceAddress)).toBeUndefined();
    expect(bench.printer()).toMatchObject({ face: 'none', hasPersonality: true });
  });

  it('stays as it is when the message above it is printed inverted', async () => {
    const { deviceAddress } = bench.printer();
    await papertab.configureLittlePrinter(deviceAddress, { face: 'pip' });
    bench.deliver(bench.open(), { id: 1 });
    await bench.printed(1);
    const [job] = await bench.jobs();
    const again = await papertab.reprint(job!.id, { inverted: true });
    expect(await papertab.picture(again.id)).toEqual(stack(invert(picture()), 24, drawFace('pip')));
    expect(again.faceRows).toBe(job!.faceRows);
    expect(again.blackShare).toBeCloseTo(1 - job!.blackShare);
  });

  it('is left out below the longest messages', async () => {
    await papertab.configureLittlePrinter(bench.printer().deviceAddress, { face: 'pip' });
    bench.deliver(bench.open(), { id: 1, pictures: [picture(9_990)] });
    await bench.until(async () => expect(await bench.jobs()).toMatchObject([{ height: 9_990, faceRows: 0 }]));
  });
});
