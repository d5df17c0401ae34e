import { describe, expect, it } from 'vitest';
import { currentPaper, feedSpeed, onlyScreen, paperOf, paperOfJob, rowsPerMm } from './paper-printers.ts';
import { someJob, someState, withPaperang } from './testing/fake-engine.ts';

const screen = someState().paperPrinters[0]!;
const paperang = { ...screen, id: 'p2', link: { transport: 'bluetooth', device: 'x' } } as const;

describe('the paper that messages come out on', () => {
  it('is that of the first Little Printer', () => {
    const state = someState({ paperPrinters: [paperang, screen] });
    expect(currentPaper(state).id).toBe('screen');
    const there = { ...state, littlePrinters: [{ ...state.littlePrinters[0]!, paperPrinter: 'p2' }] };
    expect(currentPaper(there).id).toBe('p2');
  });

  it('is the screen where that is forgotten, and the usual one before anything is known', () => {
    const gone = [{ ...someState().littlePrinters[0]!, paperPrinter: 'gone' }];
    expect(currentPaper(someState({ paperPrinters: [paperang, screen], littlePrinters: gone })).id).toBe('screen');
    expect(currentPaper(someState({ paperPrinters: [], littlePrinters: [] }))).toMatchObject({ headWidth: 384 });
  });
});

it('tells the paper of a job, and whether there is any but the screen', () => {
  const state = someState({ paperPrinters: [paperang, screen] });
  expect(paperOf(state, 'p2')).toBe(paperang);
  expect(paperOf(state, 'p9')).toBeUndefined();
  expect([onlyScreen(state), onlyScreen(someState())]).toEqual([false, true]);
});

describe('a job on its paper', () => {
  const state = withPaperang({ rowsPerSecond: 150, dotsPerMm: 12 });

  it('is as long and as fast as the printer makes it, scaled to its head', () => {
    const own = someJob({ paperPrinter: 'p2', width: 576 });
    const scaled = someJob({ paperPrinter: 'p2', width: 384 });
    expect([feedSpeed(state, own), feedSpeed(state, scaled)]).toEqual([150, 100]);
    expect([rowsPerMm(state, own), rowsPerMm(state, scaled)]).toEqual([12, 8]);
  });

  it('is not scaled where whole dots do not allow it', () => {
    const wide = withPaperang({ rowsPerSecond: 400, dotsPerMm: 8, headWidth: 512 });
    const job = someJob({ paperPrinter: 'p2', width: 384 });
    expect([feedSpeed(wide, job), rowsPerMm(wide, job)]).toEqual([400, 8]);
  });

  it('is on the present one where its own was forgotten', () => {
    expect(paperOfJob(state, someJob({ paperPrinter: 'gone' })).id).toBe('p2');
  });
});
