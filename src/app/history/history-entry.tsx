import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Job, JobState } from '../../jobs/job.ts';
import { ConfirmRemove } from '../controls/confirm-remove.tsx';
import { ErrorNote } from '../controls/error-note.tsx';
import { focusPlace, useAsker } from '../controls/focus.ts';
import { Icon, InvertIcon } from '../controls/icon.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { When } from '../controls/when.tsx';
import { formatLength } from '../format.ts';
import { printAgain, releaseJobs, removeJob, savePicture } from '../job-actions.ts';
import { hasEnded, looksInverted } from '../job-list.ts';
import { interruptionOf, printerOf, senderOf, stateOf } from '../job-words.ts';
import { hasSeveral, recipientOf } from '../little-printers.ts';
import { useModel } from '../model-context.ts';
import { once } from '../once.ts';
import { usePicture } from '../paper/use-picture.ts';
import { rowsPerMm } from '../paper-printers.ts';
import type { Tone } from '../status.ts';
import { words } from '../words.ts';
import { ThumbnailCanvas } from './thumbnail-canvas.tsx';
import { historyWords } from './words.ts';

const TONES: Readonly<Record<JobState, Tone>> = {
  held: 'needs-you',
  waiting: 'busy',
  printing: 'busy',
  'needs-you': 'needs-you',
  printed: 'ready',
  failed: 'lost',
  cancelled: 'off',
};

/** A line of the history: what it is, how it stands, and what can be done with it. */
export function HistoryEntry({ job }: { job: Job }): JSX.Element {
  const model = useModel();
  const entry = useRef<HTMLDivElement>(null);
  const picture = usePicture(job.id);
  const [asking, setAsking] = useState(false);
  const asker = useAsker(asking);
  /** The state that a click here is to end, as long as it has not. */
  const ending = useRef<JobState | undefined>(undefined);
  useEffect(() => {
    if (ending.current === undefined || ending.current === job.state) return;
    ending.current = undefined;
    // The button that was clicked has gone with the state that it was there for.
    if (document.activeElement !== document.body) return;
    entry.current?.querySelector<HTMLElement>('.thumbnail')?.focus({ preventScroll: true });
  }, [job.state]);
  const title = model.titleOf(job);
  const state = model.state.value;
  const printer = printerOf(state, job);
  const recipient = hasSeveral(state) ? recipientOf(state, job) : undefined;
  const of = (action: string): string => words.actions.of(action, title);
  // One button takes the place of another.
  const click = (action: () => Promise<unknown>): void => once(model, job.id, action);
  const change = (action: () => Promise<unknown>): void =>
    click(async () => {
      ending.current = job.state;
      if ((await action()) === false) ending.current = undefined;
    });

  const remove = async (): Promise<void> => {
    // Whoever deletes one often deletes the next: the focus goes there.
    const rows = [...document.querySelectorAll('.entries > [data-job]')];
    const at = rows.findIndex((row) => row.contains(entry.current));
    const next = rows[at + 1] ?? rows[at - 1];
    if (!(await removeJob(model, job))) setAsking(false);
    else if (next) next.querySelector<HTMLElement>('.thumbnail')?.focus();
    else focusPlace();
  };

  return (
    <div ref={entry} class="entry">
      <button
        type="button"
        class="thumbnail"
        aria-label={words.paper.open(title)}
        onClick={() => {
          model.sheet.value = { kind: 'print', id: job.id };
        }}
      >
        {typeof picture === 'object' && <ThumbnailCanvas bitmap={picture} />}
      </button>
      <div class="entry-text">
        <h2 class="entry-title">{title}</h2>
        <p class="entry-meta">
          <When at={job.createdAt} /> · {formatLength(job.height, rowsPerMm(state, job))}
        </p>
        <p class="entry-state">
          <ToneMark tone={TONES[job.state]} />
          <span>
            {stateOf(job)} · {senderOf(job)}
            {recipient && ` · ${words.paper.recipient(recipient)}`}
            {printer && ` · ${printer}`}
          </span>
        </p>
        {job.error && job.state !== 'cancelled' && <ErrorNote error={job.error} isNews={false} />}
        {job.interruptions > 0 && <p class="quiet entry-note">{interruptionOf(job)}</p>}
        {!job.answered && <p class="quiet entry-note">{historyWords.unanswered}</p>}
        {looksInverted(job) && <p class="quiet entry-note">{words.paper.looksInverted}</p>}
        {asking ? (
          <ConfirmRemove onKeep={() => setAsking(false)} onRemove={() => void remove()} />
        ) : (
          <div class="entry-actions">
            {job.state === 'held' && (
              <button type="button" class="button primary" onClick={() => change(() => releaseJobs(model, [job]))}>
                {words.actions.print}
              </button>
            )}
            {!hasEnded(job) && (
              <button
                type="button"
                class="button"
                aria-label={of(words.actions.stopWaiting)}
                onClick={() => change(() => model.attempt(model.engine.cancel(job.id)))}
              >
                {words.actions.stopWaiting}
              </button>
            )}
            {job.state !== 'held' && (
              <button
                type="button"
                class="button plain"
                aria-label={of(words.actions.again)}
                onClick={() => click(() => printAgain(model, job, { inverted: false }))}
              >
                <Icon name="again" />
                <span>{words.actions.again}</span>
              </button>
            )}
            {looksInverted(job) && (
              <button
                type="button"
                class="button plain"
                title={words.paper.whyInverted}
                aria-label={of(words.actions.inverted)}
                onClick={() => click(() => printAgain(model, job, { inverted: true }))}
              >
                <InvertIcon />
                <span>{words.actions.inverted}</span>
              </button>
            )}
            <button
              type="button"
              class="button plain"
              aria-label={of(words.actions.save)}
              onClick={() => void savePicture(model, job)}
            >
              <Icon name="save" />
              <span>{words.actions.save}</span>
            </button>
            {hasEnded(job) && (
              <button
                ref={asker}
                type="button"
                class="button plain"
                aria-label={of(words.actions.remove)}
                onClick={() => setAsking(true)}
              >
                <Icon name="remove" />
                <span>{words.actions.remove}</span>
              </button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
