import type { JSX } from 'preact';
import { rollOf } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { type PaperGeometry, within } from '../paper-geometry.ts';
import { currentPaper, paperOfJob } from '../paper-printers.ts';
import { hrefOf } from '../routes.ts';
import { words } from '../words.ts';
import { PrintPiece } from './print-piece.tsx';
import { TornEdge } from './torn-edge.tsx';

/** As many prints as stay on the desk; older ones are in the history. */
const ON_THE_DESK = 20;

interface RollProps {
  /** How a print of so many dots lies in the column. */
  readonly geometryOf: (dots: number) => PaperGeometry;
  readonly stubWidth: number;
}

/** The paper: the latest print hangs from the slot, older ones lie beneath. */
export function Roll({ geometryOf, stubWidth }: RollProps): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const prints = rollOf(model.jobs.value, currentPaper(state).id, ON_THE_DESK + 1);
  const shown = prints.slice(0, ON_THE_DESK);
  const ready = state.phase === 'running' && model.hasOlder.value !== undefined;

  return (
    <div class="roll">
      {shown.length === 0 && (
        <div class="stub" style={{ inlineSize: `${stubWidth}px` }} aria-hidden="true">
          <TornEdge seed={0} side="foot" />
        </div>
      )}
      {shown.length === 0 && ready && <p class="quiet roll-empty">{words.paper.empty}</p>}
      {shown.length > 0 && (
        <ol class="pieces" aria-label={words.paper.roll}>
          {shown.map((job, i) => (
            <PrintPiece
              key={job.id}
              job={job}
              geometry={within(geometryOf(paperOfJob(state, job).headWidth), geometryOf(job.width), job.width)}
              attached={i === 0}
            />
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
