import { beforeEach, expect, it, vi } from 'vitest';
import { PapertabBench } from '../../test/support/papertab-bench.ts';

/** What takes the place of a part that a new version has taken away. */
function gone(): never {
  throw new TypeError('Failed to fetch dynamically imported module');
}

let bench: PapertabBench;

beforeEach(() => {
  vi.doMock('../imaging/faces/draw-face.ts', gone);
  vi.doMock('../imaging/faces/draw-notice.ts', gone);
  bench = new PapertabBench();
  return () => {
    bench.stop();
    vi.doUnmock('../imaging/faces/draw-face.ts');
    vi.doUnmock('../imaging/faces/draw-notice.ts');
  };
});

it('a delivery is taken without a face when none can be drawn', async () => {
  const papertab = await bench.start();
  const { deviceAddress } = bench.printer();
  await papertab.configureLittlePrinter(deviceAddress, { face: 'pip' });
  bench.deliver(bench.open(), { id: 1 });
  await bench.printed(1);
  expect(await bench.jobs()).toMatchObject([{ faceRows: 0, answered: true }]);
  expect(await papertab.face(deviceAddress)).toBeUndefined();
});

it('the button says what is missing when it cannot draw what it shows', async () => {
  const papertab = await bench.start();
  await expect(papertab.pressButton(bench.printer().deviceAddress)).rejects.toMatchObject({ code: 'part-missing' });
  expect(await bench.jobs()).toEqual([]);
});
