import type { JSX } from 'preact';
import { ToneMark } from '../controls/tone-mark.tsx';
import { releaseJobs } from '../job-actions.ts';
import { heldJobs, onTheHead } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { printerChip } from '../status.ts';
import { words } from '../words.ts';
import { Sheet } from './sheet.tsx';

/** How the paper printer stands, in full. */
export function PrinterSheet({ onClose }: { onClose: () => void }): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const jobs = model.jobs.value;
  const { tone, word } = printerChip(state, jobs, model.percent.value);
  const printer = state.paperPrinters[0];
  const job = onTheHead(jobs);
  const held = heldJobs(jobs);
  const waiting = jobs.filter((other) => other.state === 'waiting').length;
  const say = words.printer;

  return (
    <Sheet title={say.heading} onClose={onClose}>
      <p class="state-line">
        <ToneMark tone={tone} />
        <strong>{word}</strong>
      </p>
      {printer && (
        <dl class="facts">
          <dt>{say.screen}</dt>
          <dd>{say.size(printer.headWidth, Math.round(printer.dotsPerMm * 25.4))}</dd>
        </dl>
      )}
      <p>{job ? say.printing(model.titleOf(job)) : say.ready}</p>
      {waiting > 0 && <p>{say.waiting(waiting)}</p>}
      {held.length > 0 && <p>{words.cards.held.title(held.length)}.</p>}
      <p class="quiet">{say.open}</p>
      <div class="button-row">
        {held.length > 0 && (
          <button type="button" class="button primary" onClick={() => void releaseJobs(model, held)}>
            {held.length === 1 ? words.cards.held.print : words.cards.held.printAll}
          </button>
        )}
        {job && (
          <button type="button" class="button" onClick={() => void model.attempt(model.engine.cancel(job.id))}>
            {words.actions.stop}
          </button>
        )}
      </div>
    </Sheet>
  );
}
