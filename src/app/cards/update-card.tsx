import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useAsker } from '../controls/focus.ts';
import { useModel } from '../model-context.ts';
import { paperOfJob } from '../paper-printers.ts';
import { cardWords } from './card-words.ts';

const say = cardWords.update;

/** A new version waits. It never takes over by itself, and interrupts a print only when that is really meant. */
export function UpdateCard({ apply }: { apply: () => void }): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const [then, setThen] = useState<'nothing' | 'asks' | 'after'>('nothing');
  const asker = useAsker(then === 'asks');
  // A print that waits for a printer to come back may wait for days, and loses nothing by a reload; nor does one that
  // another tab prints.
  const busy =
    state.runsHere &&
    model.jobs.value.some(
      (job) => job.state === 'printing' || (job.state === 'needs-you' && paperOfJob(state, job).state === 'needs-you'),
    );

  useEffect(() => {
    if (busy) return;
    if (then === 'after') apply();
    setThen('nothing');
  }, [busy, then, apply]);

  return (
    <section class="card update-card">
      <h2>{say.title}</h2>
      <p role="status">{!busy ? say.text : then === 'after' ? say.waits : say.busy}</p>
      {busy && then === 'asks' ? (
        <AskFirst apply={apply} onKeep={() => setThen('nothing')} />
      ) : (
        <div class="button-row">
          {busy && then !== 'after' && (
            <button type="button" class="button" onClick={() => setThen('after')}>
              {say.after}
            </button>
          )}
          <button
            ref={asker}
            type="button"
            class={busy ? 'button plain' : 'button'}
            onClick={() => (busy ? setThen('asks') : apply())}
          >
            {say.apply}
          </button>
        </div>
      )}
    </section>
  );
}

/** Asks before a print is interrupted. */
function AskFirst({ apply, onKeep }: { apply: () => void; onKeep: () => void }): JSX.Element {
  const keep = useRef<HTMLButtonElement>(null);
  // The button that asked is gone, so the focus would be too.
  useEffect(() => keep.current?.focus(), []);
  return (
    <fieldset class="confirm">
      <legend class="visually-hidden">{say.ask}</legend>
      <p>{say.ask}</p>
      <div class="button-row">
        <button type="button" class="button danger" onClick={apply}>
          {say.anyway}
        </button>
        <button ref={keep} type="button" class="button" onClick={onKeep}>
          {say.keep}
        </button>
      </div>
    </fieldset>
  );
}
