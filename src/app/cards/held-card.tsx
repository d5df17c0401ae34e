import type { JSX } from 'preact';
import type { LittlePrinterView } from '../../engine/api.ts';
import type { Job } from '../../jobs/job.ts';
import { pressButton, releaseJobs } from '../job-actions.ts';
import { hasSeveral } from '../little-printers.ts';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';

interface HeldCardProps {
  /** The Little Printer that they wait for the button of. */
  readonly printer: LittlePrinterView;
  readonly jobs: readonly Job[];
}

/** Deliveries that wait for somebody to be there. */
export function HeldCard({ printer, jobs }: HeldCardProps): JSX.Element {
  const model = useModel();
  const say = words.cards.held;
  const { length } = jobs;
  const isOther = printer.deviceAddress !== model.littlePrinter.value?.deviceAddress;
  return (
    <section class="card held-card">
      <h2>{say.title(length, hasSeveral(model.state.value) ? printer.name : undefined)}</h2>
      <p>{isOther ? say.textOfOther(length) : say.text(length)}</p>
      <div class="button-row">
        <button type="button" class="button primary" onClick={() => void pressButton(model, printer.deviceAddress)}>
          {length === 1 ? say.print : say.printOldest}
        </button>
        {length > 1 && (
          <button type="button" class="button" onClick={() => void releaseJobs(model, jobs)}>
            {say.printAll}
          </button>
        )}
      </div>
    </section>
  );
}
