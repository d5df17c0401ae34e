import { describe, expect, it } from 'vitest';
import type { Bitmap } from '../src/imaging/bitmap.ts';
import { compareLedgers, type Ledgers, type Verdict } from './soak/compare.ts';
import { Dice } from './soak/dice.ts';
import { compareDrawn } from './soak/drawn.ts';
import type { KeptJob } from './soak/history.ts';
import { fingerprint, numberedPicture, numberOf } from './soak/numbered-picture.ts';
import type { Piece } from './soak/paper-ledger.ts';
import { type Progress, readScreen, ScreenLedger } from './soak/screen-ledger.ts';
import { SenderLedger, type SentPicture } from './soak/sender-ledger.ts';

const LITTLE_PRINTER = '0011223344556677';
const PAPER = 'paper';
const PICTURES = [1, 2, 3].map((number) => numberedPicture(number, 20, 'noise', new Dice(number)));

function sent(index: number, change: Partial<SentPicture> = {}): SentPicture {
  const picture = PICTURES[index]!;
  return {
    index,
    littlePrinter: LITTLE_PRINTER,
    printId: index + 1,
    hold: false,
    print: fingerprint(picture),
    number: numberOf(picture),
    rows: picture.height,
    socket: 1,
    acknowledged: true,
    ...change,
  };
}

function kept(index: number, change: Partial<Pick<KeptJob, 'id' | 'state' | 'interruptions'>> = {}): KeptJob {
  const { width, height } = PICTURES[index]!;
  const print = fingerprint(PICTURES[index]!);
  return {
    id: index + 1,
    paperPrinter: PAPER,
    origin: { kind: 'delivery', littlePrinter: LITTLE_PRINTER, printId: index + 1, face: false },
    state: 'printed',
    createdAt: 0,
    changedAt: 0,
    width,
    height,
    faceRows: 0,
    bytes: 0,
    blackShare: 0,
    interruptions: 0,
    begun: false,
    report: 'sent',
    answered: true,
    print,
    message: print,
    ...change,
  };
}

function piece(picture: Bitmap, kind: Piece['kind'] = 'whole'): Piece {
  return { kind, print: fingerprint(picture), picture };
}

const whole = (...indexes: number[]): Piece[] => indexes.map((index) => piece(PICTURES[index]!));

/** The first rows of a picture, and white below it. */
function broken(index: number, rows: number, white = 0): Piece {
  const { width, data } = PICTURES[index]!;
  const stride = data.length / PICTURES[index]!.height;
  const part = new Uint8Array(stride * (rows + white));
  part.set(data.subarray(0, stride * rows));
  return piece({ width, height: rows + white, data: part }, 'torn');
}

/** What is wrong when all is over. Three pictures were sent and printed but where `change` says otherwise. */
function differences(change: Change): string[] {
  return compare(change).differences.map(({ what }) => what);
}

type Change = Partial<Omit<Ledgers, 'papers'>> & { readonly paper?: readonly Piece[] };

function compare(change: Change): Verdict {
  const { paper = whole(0, 1, 2), ...rest } = change;
  const told = PICTURES.map((_, i) => ({ littlePrinter: LITTLE_PRINTER, printId: i + 1, kind: 1 }));
  const ledgers = {
    sent: [0, 1, 2].map((i) => sent(i)),
    jobs: [0, 1, 2].map((i) => kept(i)),
    told,
    refusals: [],
    ...rest,
  };
  return compareLedgers({ ...ledgers, papers: new Map([[PAPER, paper]]) }, true);
}

describe('the ledgers of a soak', () => {
  it('are equal when everything is on paper once, in order', () => {
    expect(differences({})).toEqual([]);
  });

  it('are not when an acknowledged picture is missing from the history, or from the paper', () => {
    const jobs = [kept(0), kept(2)];
    expect(differences({ jobs, paper: whole(0, 2) })).toEqual(['acknowledged, and not in the history']);
    expect(differences({ paper: whole(0, 1) })).toEqual(['printed, says the history, and not on paper']);
  });

  it('may lack what was never acknowledged', () => {
    const messages = [sent(0), sent(1, { acknowledged: false }), sent(2)];
    expect(differences({ sent: messages, jobs: [kept(0), kept(2)], paper: whole(0, 2) })).toEqual([]);
  });

  it('tell what was stored twice, or never sent', () => {
    const jobs = [kept(0), kept(1), kept(2), kept(1, { id: 4 })];
    expect(differences({ jobs, paper: whole(0, 1, 2, 1) })).toEqual([
      'stored twice',
      'printed, and the server was never told',
    ]);
    expect(differences({ sent: [sent(0), sent(2)] })).toEqual(['stored, and never sent so']);
  });

  it('tell what was refused', () => {
    const ledger = new SenderLedger();
    const answer = { type: 'DeviceCommandResponse', command_id: 7 };
    ledger.say(1, JSON.stringify({ ...answer, return_code: 0 }), true);
    expect(ledger.refusals).toEqual([]);
    ledger.say(1, JSON.stringify({ ...answer, return_code: 146 }), false);
    expect(differences({ refusals: ledger.refusals })).toEqual(['refused with 146']);
  });

  it('tell what came out in another order, but for what was held', () => {
    const paper = whole(1, 0, 2);
    expect(differences({ paper })).toEqual(['printed before job 1']);
    expect(differences({ paper, sent: [sent(0, { hold: true }), sent(1), sent(2)] })).toEqual([]);
  });

  it('tell what came out twice, unless the history says that it was interrupted', () => {
    const paper = whole(0, 0, 1, 2);
    expect(differences({ paper })).toEqual(['printed twice']);
    expect(differences({ paper, jobs: [kept(0, { interruptions: 1 }), kept(1), kept(2)] })).toEqual([]);
  });

  it('tell of a single dot', () => {
    const [first] = PICTURES;
    const spoilt = { ...first!, data: first!.data.slice() };
    spoilt.data[400]! ^= 1;
    expect(differences({ paper: [piece(spoilt), ...whole(1, 2)] })).toContain('on paper, and no job of this printer');
  });

  it('allow what broke off only before the same picture, marked as interrupted', () => {
    const jobs = [kept(0), kept(1, { interruptions: 1 }), kept(2)];
    expect(differences({ jobs, paper: [...whole(0), broken(1, 7), ...whole(1, 2)] })).toEqual([]);
    expect(differences({ jobs, paper: [...whole(0), broken(1, 7, 5), ...whole(1, 2)] })).toEqual([]);
    expect(differences({ jobs, paper: [...whole(0), broken(2, 7), ...whole(1, 2)] })).toEqual([
      'broken off, and of no job',
    ]);
    expect(differences({ paper: [...whole(0), broken(1, 7), ...whole(1, 2)] })).toEqual(['broken off, and of no job']);
  });

  it('tell what has not been printed in the end, and what the server was not told of', () => {
    expect(differences({ jobs: [kept(0), kept(1), kept(2, { state: 'waiting' })], paper: whole(0, 1) })).toEqual([
      'not printed: waiting ',
    ]);
    expect(compare({}).untold).toBe(0);
    const told = [{ littlePrinter: LITTLE_PRINTER, printId: 2, kind: 1 }];
    expect(compare({ told }).untold).toBe(2);
    expect(compare({ told }).differences).toEqual(
      [1, 3].map((job) => ({ what: 'printed, and the server was never told', job })),
    );
  });
});

describe('the paper on the screen', () => {
  const HEIGHT = PICTURES[0]!.height;

  /** Jobs of which the engine said how many rows were out, each in the next millisecond. */
  function screen(words: readonly (readonly [index: number, rows: number])[], jobs: readonly KeptJob[]) {
    const ledger = new ScreenLedger();
    const said = words.map(([index, rows], at): Progress => ({ id: index + 1, rows, at }));
    // Another tab tells the same.
    for (const word of [...said, ...said]) ledger.note(word);
    return readScreen(ledger.read(), jobs);
  }

  const whole = (index: number) =>
    [
      [index, 0],
      [index, 8],
      [index, HEIGHT],
      [index, HEIGHT],
    ] as const;
  const JOBS = [kept(0), kept(1), kept(2)];

  function differencesOf(words: Parameters<typeof screen>[0], jobs: readonly KeptJob[] = JOBS): string[] {
    return differences({ jobs, paper: screen(words, jobs).pieces });
  }

  it('is what its engines said while it came out', () => {
    const { pieces, unheard } = screen([...whole(0), ...whole(1), ...whole(2)], JOBS);
    expect(pieces.map(({ kind, job }) => `${kind} ${job}`)).toEqual(['whole 1', 'whole 2', 'whole 3']);
    expect(unheard).toBe(0);
    expect(differencesOf([...whole(0), ...whole(1), ...whole(2)])).toEqual([]);
  });

  it('shows what came out twice, or in another order', () => {
    const twice = [...whole(0), ...whole(0), ...whole(1), ...whole(2)];
    expect(differencesOf(twice)).toEqual(['printed twice']);
    expect(differencesOf(twice, [kept(0, { interruptions: 1 }), kept(1), kept(2)])).toEqual([]);
    expect(differencesOf([...whole(1), ...whole(0), ...whole(2)])).toEqual(['printed before job 1']);
  });

  it('shows what broke off, which only an interruption may do', () => {
    const begun = [[1, 0] as const, [1, 8] as const];
    const words = [...whole(0), ...begun, ...whole(1), ...whole(2)];
    expect(screen(words, JOBS).pieces.map(({ kind }) => kind)).toEqual(['whole', 'torn', 'whole', 'whole']);
    expect(differencesOf(words)).toEqual(['broken off, and of no job']);
    const interrupted = [kept(0), kept(1, { interruptions: 1 }), kept(2)];
    expect(differencesOf(words, interrupted)).toEqual([]);
    expect(differencesOf([...whole(0), ...whole(1), [2, 0], [2, 8], ...whole(2)], interrupted)).toEqual([
      'broken off, and of no job',
    ]);
  });

  it('has no piece of a print that is under way, or of which nothing came out', () => {
    const jobs = [kept(0), kept(1, { state: 'printing' })];
    expect(screen([...whole(0), [1, 0], [1, 8]], jobs).pieces).toHaveLength(1);
    expect(screen([...whole(0), [1, 0], ...whole(1)], JOBS.slice(0, 2)).pieces).toHaveLength(2);
    expect(screen([...whole(0), ...whole(1)], jobs).pieces).toHaveLength(2);
  });

  it('is taken from the history where nobody heard of the end, and counted', () => {
    const words = [...whole(0), [1, 0] as const, [1, 8] as const];
    const { pieces, unheard } = screen(words, JOBS);
    expect(pieces.map(({ kind }) => kind)).toEqual(['whole', 'whole', 'whole']);
    expect(unheard).toBe(2);
  });
});

describe('what the page has drawn', () => {
  const jobs = new Map(PICTURES.map((picture, id) => [id, { print: fingerprint(picture) }]));

  it('is what was to be printed', () => {
    expect(compareDrawn([{ job: 1, picture: PICTURES[1]! }], jobs)).toEqual([]);
    expect(compareDrawn([{ job: 1, picture: PICTURES[2]! }], jobs)).toMatchObject([{ job: 1 }]);
  });

  it('is something', () => expect(compareDrawn([], jobs)).toEqual([{ what: 'the page has drawn nothing' }]));
});
