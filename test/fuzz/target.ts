import type { ErrorCode, PapertabError } from '../../src/errors.ts';
import type { Random } from './random.ts';

/** What became of an input. */
export type Outcome =
  /** Turned away by the outermost check: no JSON, no header, no magic. */
  | 'outside'
  /** Past the outermost check, and refused. */
  | 'refused'
  | 'accepted';

/** Something that reads what others wrote. */
export interface Target<Input = unknown, Result = unknown> {
  readonly name: string;
  /** An input: a function of the random numbers alone. At least half of them must pass the outermost check. */
  generate(random: Random): Input;
  /** What is tried: it returns, or throws a `PapertabError` with one of {@link codes}, and leaves nothing behind. */
  feed(input: Input): Result | Promise<Result>;
  readonly codes: readonly ErrorCode[];
  /** Whether the outermost check threw that. */
  isOutside?(error: PapertabError): boolean;
  /** What became of an input that was not thrown out; `accepted` where there is no such method. */
  judge?(input: Input, result: Result): Outcome;
  /** Throws where what must hold of a result does not. It is neither timed nor counted. */
  check?(input: Input, result: Result): void | Promise<void>;
  /** Most bytes that may be allocated for an input. */
  mostBytes(input: Input): number;
  /** Most milliseconds that an input may take; 50 where it says nothing. */
  readonly mostMs?: number;
}

/** Keeps a target's types from those who only run it. */
export function target<Input, Result>(typed: Target<Input, Result>): Target {
  return typed as unknown as Target;
}

/** Throws with `what`, unless `holds`. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`does not hold: ${what}`);
}
