import type { JSX } from 'preact';
import type { Job } from '../../jobs/job.ts';
import { rollOf } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { type PaperGeometry, paperGeometry, paperOfHead, within } from '../paper-geometry.ts';
import { currentPaper, paperOfJob } from '../paper-printers.ts';
import { hrefOf } from '../routes.ts';
import { words } from '../words.ts';
import { PrintPiece } from './print-piece.tsx';
import { TornEdge } from './torn-edge.tsx';

/** As many prints as stay on the desk; older ones are in the history. */
const ON_THE_DESK = 20;

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
  const paper = currentPaper(state).id;
  const prints = rollOf(model.jobs.value, paper, ON_THE_DESK + 1);
  // What another printer printed does not hang from this one.
  const hangs = prints[0]?.paperPrinter === paper;
  const shown = prints.slice(0, ON_THE_DESK);
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
      {shown.length === 0 && ready && <p class="quiet roll-empty">{words.paper.empty}</p>}
      {shown.length > 0 && (
        <ol class="pieces" aria-label={words.paper.roll}>
          {shown.map((job, i) => (
            <PrintPiece key={job.id} job={job} geometry={geometryOf(job)} attached={hangs && i === 0} />
          ))}
        </ol>
      )}
      {(prints.length > ON_THE_DESK || (prints.length > 0 && model.hasOlder.value)) && (
        <a class="roll-older" href={hrefOf('history')}>
          {words.paper.older}
        </a>
      )}
    </div>
  );
}
