import type { Finding, Run, Tally } from './run-inputs.ts';

/** What a worker is started with. */
export interface WorkerTask {
  readonly target: string;
  readonly run: Run;
  /** One number: the input that is being fed, then {@link ALL_FED}. */
  readonly progress: SharedArrayBuffer;
}

/** What a worker says in the end. */
export interface WorkerReport {
  readonly tally: Tally;
  readonly findings: readonly (Finding & { readonly input: unknown })[];
}

/** What stands in `progress` when all inputs are fed. */
export const ALL_FED = 0x7fff_ffff;
