import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { emptyTally, type Finding, inputOf, type Run, type Tally } from './run-inputs.ts';
import { targetNamed } from './targets.ts';
import { ALL_FED, type WorkerReport, type WorkerTask } from './worker-task.ts';

/** An input that takes so long hangs, also on a machine that is busy. */
const HANG_MS = 10_000;
const LOOK_MS = 100;
/** What a worker may take until it begins. */
const START_MS = 60_000;
/** What a worker that has fed all its inputs may take to make those smaller that it found something with. */
const SHRINK_MS = 60_000;
/** A worker that wants more of JavaScript's heap than this is ended; buffers are counted one by one. */
const HEAP_MB = 512;
/** So many inputs are fed by one worker. */
const PORTION = 50_000;
/** How many times as long an input that seems to hang is waited for when it is tried again. */
const AGAIN = 3;
/** How often a run goes on behind an input that ended its worker. */
const MOST_ENDS = 3;

export interface TargetReport {
  readonly tally: Tally;
  readonly findings: readonly (Finding & { readonly input: unknown })[];
}

/** The worker as one file of JavaScript, which Node can run. `remove` deletes it. */
export async function buildWorker(): Promise<{ readonly file: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'papertab-fuzz-'));
  await build({
    configFile: false,
    logLevel: 'error',
    define: { __APP_VERSION__: '"fuzz"' },
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('./worker.ts', import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'worker.mjs', chunkFileNames: '[name].mjs' } },
    },
  });
  return { file: join(folder, 'worker.mjs'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** When a worker is ended. */
interface Limits {
  readonly hangMs: number;
  readonly heapMb: number;
}

/** Feeds a target in a worker, which is ended and replaced when an input hangs in it or ends it. */
export async function fuzz(
  file: string,
  target: string,
  run: Run,
  limits: Limits = { hangMs: HANG_MS, heapMb: HEAP_MB },
): Promise<TargetReport> {
  const findings: TargetReport['findings'][number][] = [];
  const tally = emptyTally();
  const start = performance.now();
  const end = run.first + run.inputs;
  let next = run.first;
  for (let ends = 0; ends <= MOST_ENDS && next < end; ) {
    const ms = run.ms - (performance.now() - start);
    if (ms <= 0) break;
    const portion = { ...run, first: next, inputs: Math.min(PORTION, end - next), ms };
    const outcome = await oneWorker(file, taskOf(target, portion), limits);
    if ('tally' in outcome) {
      add(tally, outcome.tally);
      findings.push(...outcome.findings);
      if (outcome.findings.length > 0) break;
      next += outcome.tally.inputs;
      continue;
    }
    // A machine that is too busy stands still as well: only what hangs when it is tried alone, and waited for, does hang.
    const { index } = outcome;
    const patient = { ...limits, hangMs: AGAIN * limits.hangMs };
    const alone = { ...run, first: index, inputs: 1, ms: Number.POSITIVE_INFINITY };
    const again = await oneWorker(file, taskOf(target, alone), patient);
    if (outcome.kind === 'hang' && 'tally' in again && again.findings.length === 0) continue;
    ends++;
    // What the worker counted went with it.
    tally.inputs += index - next + 1;
    findings.push({ ...outcome, input: inputOf(targetNamed(target), run.seed, index) });
    next = index + 1;
  }
  tally.ms = performance.now() - start;
  return { tally, findings };
}

function taskOf(target: string, run: Run): WorkerTask {
  return { target, run, progress: new SharedArrayBuffer(4) };
}

/** Resolves with what the worker says, or with the input on which it stopped saying anything. */
function oneWorker(file: string, task: WorkerTask, { hangMs, heapMb }: Limits): Promise<WorkerReport | Finding> {
  return new Promise((resolve) => {
    const place = new Int32Array(task.progress);
    Atomics.store(place, 0, task.run.first - 1);
    const worker = new Worker(file, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
    let last = task.run.first - 1;
    let since = performance.now();
    let settled = false;
    const settle = (outcome: WorkerReport | Finding): void => {
      // The first word counts: its own end, when it has said all, is none.
      if (settled) return;
      settled = true;
      clearInterval(timer);
      void worker.terminate().then(() => resolve(outcome));
    };
    const patience = (now: number): number => (now === ALL_FED ? SHRINK_MS : now < task.run.first ? START_MS : hangMs);
    const at = (): number => Math.max(task.run.first, last === ALL_FED ? 0 : Atomics.load(place, 0));
    const timer = setInterval(() => {
      const now = Atomics.load(place, 0);
      if (now !== last) {
        last = now;
        since = performance.now();
      } else if (performance.now() - since > patience(now)) {
        settle({ kind: 'hang', index: at(), what: `no end within ${hangMs} ms` });
      }
    }, LOOK_MS);
    worker.on('message', (report: WorkerReport) => settle(report));
    worker.on('error', (error) => settle({ kind: 'died', index: at(), what: error.stack ?? String(error) }));
    worker.on('exit', (code) => settle({ kind: 'died', index: at(), what: `the worker ended with ${code}` }));
  });
}

function add(tally: Tally, more: Tally): void {
  for (const key of ['inputs', 'outside', 'accepted', 'refused'] as const) tally[key] += more[key];
  if (more.slowestMs > tally.slowestMs) {
    tally.slowestMs = more.slowestMs;
    tally.slowestIndex = more.slowestIndex;
  }
  if (more.largest > tally.largest) {
    tally.largest = more.largest;
    tally.largestIndex = more.largestIndex;
  }
}
