import { parentPort, workerData } from 'node:worker_threads';
import { countAllocations } from './allocations.ts';
import { type Finding, inputOf, runInputs, signature, tryInput } from './run-inputs.ts';
import { shrink } from './shrink.ts';
import { targetNamed } from './targets.ts';
import { ALL_FED, type WorkerReport, type WorkerTask } from './worker-task.ts';

const { target: name, run, progress } = workerData as WorkerTask;
const target = targetNamed(name);
const place = new Int32Array(progress);
countAllocations();
/** Lives on while nothing happens: an input that waits for ever is not to look like an end. */
const alive = setInterval(() => {}, 1_000_000);

const { tally, findings } = await runInputs(target, run, (index) => Atomics.store(place, 0, index));
Atomics.store(place, 0, ALL_FED);
const report: WorkerReport = {
  tally,
  findings: await Promise.all(findings.map(async (finding) => ({ ...finding, input: await smallest(finding) }))),
};
clearInterval(alive);
parentPort!.postMessage(report);

async function smallest(finding: Finding): Promise<unknown> {
  const input = inputOf(target, run.seed, finding.index);
  if (finding.kind === 'slow' || finding.kind === 'unhandled') return input;
  return shrink(input, async (smaller) => {
    const { finding: same } = await tryInput(target, smaller);
    return same !== undefined && signature(same) === signature(finding);
  });
}
