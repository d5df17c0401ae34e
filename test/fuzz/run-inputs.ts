import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { PapertabError } from '../../src/errors.ts';
import { AboveBound, allocations } from './allocations.ts';
import { Random } from './random.ts';
import type { Outcome, Target } from './target.ts';

/** Something that does not hold for an input. */
export interface Finding {
  readonly kind:
    | 'thrown'
    | 'code'
    | 'property'
    | 'slow'
    | 'allocation'
    | 'unhandled'
    /** Found by the watch: the worker had to be ended, or ended by itself. */
    | 'hang'
    | 'died';
  /** Which input of the run. */
  readonly index: number;
  /** What was seen, with the stack where there is one. */
  readonly what: string;
}

/** What became of a run's inputs. */
export interface Tally {
  inputs: number;
  outside: number;
  accepted: number;
  refused: number;
  ms: number;
  slowestMs: number;
  slowestIndex: number;
  /** Bytes. */
  largest: number;
  largestIndex: number;
}

export interface Run {
  readonly seed: number;
  readonly first: number;
  /** How many at most. */
  readonly inputs: number;
  /** For how long at most. */
  readonly ms: number;
}

const USUAL_MOST_MS = 50;
/** After so many inputs other things get a turn: rejections that nobody handles, for one. */
const INPUTS_A_TURN = 256;
/** More of a kind tell nothing new. */
const MOST_FINDINGS = 8;
/** Input that takes longer is tried again: it may have been the machine. */
const NOTEWORTHY_MS = 2;
const TRIES = 12;

export function emptyTally(): Tally {
  return {
    inputs: 0,
    outside: 0,
    accepted: 0,
    refused: 0,
    ms: 0,
    slowestMs: 0,
    slowestIndex: -1,
    largest: 0,
    largestIndex: -1,
  };
}

/** The input `index` of a run. */
export function inputOf(target: Target, seed: number, index: number): unknown {
  return target.generate(new Random(seed, index));
}

/** Feeds a target one input after another. `began` is told each before it is fed. */
export async function runInputs(
  target: Target,
  run: Run,
  began: (index: number) => void,
): Promise<{ tally: Tally; findings: Finding[] }> {
  const tally = emptyTally();
  const findings: Finding[] = [];
  const random = new Random();
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  const found = (finding: Finding): void => {
    const same = findings.some((other) => signature(other) === signature(finding));
    if (!same) findings.push(finding);
  };
  process.on('unhandledRejection', note);
  const start = performance.now();
  let index = run.first;
  const end = run.first + run.inputs;
  try {
    while (index < end && findings.length < MOST_FINDINGS && performance.now() - start < run.ms) {
      const turn = index;
      for (const endOfTurn = Math.min(end, index + INPUTS_A_TURN); index < endOfTurn; index++) {
        random.reseed(run.seed, index);
        const input = target.generate(random);
        began(index);
        const trial = tryInput(target, input);
        const { finding, outcome, ms, largest } = trial instanceof Promise ? await trial : trial;
        tally.inputs++;
        if (finding !== undefined) found({ ...finding, index });
        tally[outcome]++;
        if (ms > tally.slowestMs) {
          tally.slowestMs = ms;
          tally.slowestIndex = index;
        }
        if (largest > tally.largest) {
          tally.largest = largest;
          tally.largestIndex = index;
        }
      }
      await nextTurn();
      if (unhandled.length > 0) found(await nameUnhandled(target, run.seed, turn, index, unhandled));
    }
  } finally {
    process.off('unhandledRejection', note);
  }
  tally.ms = performance.now() - start;
  return { tally, findings };
}

/** Two findings with the same one are of the same fault, as far as can be told. */
export function signature({ kind, what }: Pick<Finding, 'kind' | 'what'>): string {
  return `${kind} ${what
    .split('\n')[0]!
    .replace(/\d+(\.\d+)?/g, 'N')
    .slice(0, 120)}`;
}

/** Which of the inputs it was that left a rejection behind, by trying them one by one. */
async function nameUnhandled(
  target: Target,
  seed: number,
  from: number,
  to: number,
  unhandled: unknown[],
): Promise<Finding> {
  const what = describe(unhandled[0]);
  for (let index = from; index < to; index++) {
    unhandled.length = 0;
    await tryInput(target, inputOf(target, seed, index));
    await nextTurn();
    if (unhandled.length > 0) {
      unhandled.length = 0;
      return { kind: 'unhandled', index, what };
    }
  }
  unhandled.length = 0;
  return { kind: 'unhandled', index: from, what: `${what}\n(of one of the inputs ${from} to ${to - 1})` };
}

export interface Trial {
  readonly finding?: Omit<Finding, 'index'>;
  readonly outcome: Outcome;
  readonly ms: number;
  /** Bytes of the largest allocation. */
  readonly largest: number;
}

/** Feeds a target one input and looks at everything that must hold. */
export function tryInput(target: Target, input: unknown): Trial | Promise<Trial> {
  const trial = feed(target, input);
  if (trial instanceof Promise) return trial.then((settled) => again(target, input, settled));
  return trial.ms > NOTEWORTHY_MS ? again(target, input, trial) : trial;
}

/** A trial that took long is made again, and the fastest counts; above the bound it has many chances. */
async function again(target: Target, input: unknown, first: Trial): Promise<Trial> {
  const mostMs = target.mostMs ?? USUAL_MOST_MS;
  let { ms } = first;
  for (let i = 0; ms > (i < 2 ? NOTEWORTHY_MS : mostMs) && i < TRIES; i++) {
    if (i >= 2) await pause(20 * i);
    ms = Math.min(ms, (await feed(target, input)).ms);
  }
  if (first.finding !== undefined || ms <= mostMs) return { ...first, ms };
  return { ...first, ms, finding: { kind: 'slow', what: `${ms.toFixed(1)} ms, where ${mostMs} are the bound` } };
}

function feed(target: Target, input: unknown): Trial | Promise<Trial> {
  allocations.begin(target.mostBytes(input));
  const start = performance.now();
  let result: unknown;
  try {
    result = target.feed(input);
  } catch (thrown) {
    return afterThrow(target, thrown, performance.now() - start);
  }
  if (result instanceof Promise) {
    return result.then(
      (settled) => afterResult(target, input, settled, performance.now() - start),
      (thrown) => afterThrow(target, thrown, performance.now() - start),
    );
  }
  return afterResult(target, input, result, performance.now() - start);
}

function afterResult(target: Target, input: unknown, result: unknown, ms: number): Trial | Promise<Trial> {
  const { largest, exceeded } = allocations.end();
  if (exceeded) return { finding: { kind: 'allocation', what: describe(exceeded) }, outcome: 'refused', ms, largest };
  const outcome = target.judge?.(input, result) ?? 'accepted';
  const broken = (thrown: unknown): Trial => ({
    finding: { kind: 'property', what: describe(thrown) },
    outcome,
    ms,
    largest,
  });
  try {
    const checked = target.check?.(input, result);
    if (checked instanceof Promise) return checked.then(() => ({ outcome, ms, largest }), broken);
  } catch (thrown) {
    return broken(thrown);
  }
  return { outcome, ms, largest };
}

function afterThrow(target: Target, thrown: unknown, ms: number): Trial {
  const { largest, exceeded } = allocations.end();
  if (exceeded ?? thrown instanceof AboveBound) {
    return { finding: { kind: 'allocation', what: describe(exceeded ?? thrown) }, outcome: 'refused', ms, largest };
  }
  if (!(thrown instanceof PapertabError)) {
    return { finding: { kind: 'thrown', what: describe(thrown) }, outcome: 'refused', ms, largest };
  }
  if (!target.codes.includes(thrown.code)) {
    return { finding: { kind: 'code', what: describe(thrown) }, outcome: 'refused', ms, largest };
  }
  return { outcome: target.isOutside?.(thrown) ? 'outside' : 'refused', ms, largest };
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? String(thrown)) : `not an error: ${String(thrown)}`;
}
