import type { JSX } from 'preact';
import type { Job } from '../../jobs/job.ts';
import { JobRows } from '../controls/job-rows.tsx';
import { rollOf } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { type PaperGeometry, paperGeometry, paperOfHead, within } from '../paper-geometry.ts';
import { paperOfJob, papersInUse } from '../paper-printers.ts';
import { hrefOf } from '../routes.ts';
import { words } from '../words.ts';
import { estimatePiece, PrintPiece } from './print-piece.tsx';
import { TornEdge } from './torn-edge.tsx';

interface RollProps {
  /** Width of the column in CSS pixels. */
  readonly column: number;
  /** Device pixels in a CSS pixel. */
  readonly pixelRatio: number;
  readonly stubWidth: number;
}

/** The paper: the latest print hangs from the slot, older ones lie beneath. */
export function Roll({ column, pixelRatio, stubWidth }: RollProps): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const paper = model.paper.value.id;
  // Where Little Printers print on different paper, each machine has only its own before it.
  const prints = rollOf(model.jobs.value, paper, papersInUse(state).length < 2);
  // What another printer printed does not hang from this one.
  const hangs = prints[0]?.paperPrinter === paper;
  const isAttached = (job: Job): boolean => hangs && job === prints[0];
  const ready = state.phase === 'running' && model.hasOlder.value !== undefined;

  const geometryOf = (job: Job): PaperGeometry =>
    within(
      paperOfHead(column, pixelRatio, paperOfJob(state, job).headWidth),
      paperGeometry(column, pixelRatio, job.width),
      job.width,
    );

  return (
    <div class="roll">
      {!hangs && (
        <div class="stub" style={{ inlineSize: `${stubWidth}px` }} aria-hidden="true">
          <TornEdge seed={0} side="foot" />
        </div>
      )}
      {prints.length === 0 && ready && <p class="quiet roll-empty">{words.paper.empty}</p>}
      {prints.length > 0 && (
        <JobRows
          jobs={prints}
          class="pieces"
          label={words.paper.roll}
          estimate={(job) => estimatePiece(job, geometryOf(job))}
          classOf={(job) => `piece ${isAttached(job) ? 'attached' : `torn lean-${job.id % 3}`}`}
          always={isAttached}
        >
          {(job) => <PrintPiece job={job} geometry={geometryOf(job)} attached={isAttached(job)} />}
        </JobRows>
      )}
      {prints.length > 0 && model.hasOlder.value && (
        <a class="roll-older" href={hrefOf('history')}>
          {words.paper.older}
        </a>
      )}
    </div>
  );
}
