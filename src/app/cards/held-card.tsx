import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { LittlePrinterView } from '../../engine/api.ts';
import type { Job } from '../../jobs/job.ts';
import { useFocusHeir } from '../controls/focus.ts';
import { pressButton, releaseJobs } from '../job-actions.ts';
import { onTheHead } from '../job-list.ts';
import { addressOf, hasSeveral } from '../little-printers.ts';
import { useModel } from '../model-context.ts';
import { currentPaper } from '../paper-printers.ts';
import { words } from '../words.ts';
import { cardWords } from './card-words.ts';

interface HeldCardProps {
  /** The Little Printer whose button they wait for. */
  readonly printer: LittlePrinterView;
  readonly jobs: readonly Job[];
}

/** What waits for somebody to be there. */
export function HeldCard({ printer, jobs }: HeldCardProps): JSX.Element {
  const model = useModel();
  const card = useFocusHeir<HTMLElement>();
  const first = useRef<HTMLButtonElement>(null);
  const say = { ...words.cards.held, ...cardWords.held };
  const { length } = jobs;
  const strays = jobs.filter((job) => addressOf(job) !== printer.deviceAddress).length;
  const printsNow = onTheHead(model.jobs.value, currentPaper(model.state.value, printer).id);
  // Its button is not on the page then.
  const isOther = printer.deviceAddress !== model.littlePrinter.value?.deviceAddress;
  return (
    <section ref={card} class="card held-card">
      <h2>{say.title(length, hasSeveral(model.state.value) ? printer.name : undefined)}</h2>
      <p>
        {say.why(length, strays)} {!isOther && say.how(length)} {printsNow && say.after}
      </p>
      <div class="button-row">
        <button
          ref={first}
          type="button"
          class="button primary"
          onClick={() => void pressButton(model, printer.deviceAddress)}
        >
          {length === 1 ? say.print : say.printOldest}
        </button>
        {length > 1 && (
          <button
            type="button"
            class="button"
            onClick={() => {
              // It goes before the last of them does.
              first.current?.focus();
              void releaseJobs(model, jobs);
            }}
          >
            {say.printAll}
          </button>
        )}
      </div>
    </section>
  );
}
