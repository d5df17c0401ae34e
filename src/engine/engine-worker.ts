import type { ErrorCode, ErrorReport } from '../errors.ts';
import type { Living } from '../worker-life.ts';
import type { EngineApi } from './api.ts';

/** What the engine's worker offers to its page. */
export interface EngineWorker extends EngineApi, Living {}

const NAME = 'papertab-engine';
/** Why a page begins another engine. */
const REASONS = ['engine-lost', 'engine-unresponsive'] as const satisfies readonly ErrorCode[];

export type Reason = (typeof REASONS)[number];

/** The name of an engine's worker says what became of the one before it: so it knows from its first moment. */
export function workerName(because?: Reason): string {
  return because === undefined ? NAME : `${NAME} after ${because}`;
}

/** What the name of an engine's worker says. */
export function reasonIn(name: string): ErrorReport | undefined {
  const code = REASONS.find((reason) => name === workerName(reason));
  return code && { code };
}
