import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { focusPlace } from '../controls/focus.ts';
import { ToneMark } from '../controls/tone-mark.tsx';
import { errorWords } from '../error-words.ts';
import { useModel } from '../model-context.ts';
import { STORAGE_SETTINGS } from '../routes.ts';
import { cardWords } from './card-words.ts';
import { knowsOfStop, rememberStop } from './copies-stop.ts';

const say = cardWords.copies;

/**
 * Copies of prints do not get into their folder any more: who does not look into the settings would never know. Said
 * until it is put away, and then not before copies were made again.
 */
export function CopiesCard(): JSX.Element | null {
  const model = useModel();
  const { memory } = model.platform;
  const [known, setKnown] = useState(() => knowsOfStop(memory));
  useEffect(
    () => () => {
      if (model.state.peek().copies.state === 'ready') rememberStop(memory, false);
    },
    [model, memory],
  );
  // The settings say so themselves.
  if (known || model.place.value === 'settings') return null;
  const { folder = '', error } = model.state.value.copies;
  const why = error && errorWords[error.code];
  return (
    <section class="card">
      <h2 class="with-mark">
        <ToneMark tone="needs-you" />
        {why ? why.title : say.needsTap(folder)}
      </h2>
      <p role="status">{why ? why.explanation : say.tapHow}</p>
      <div class="button-row">
        <a class="button" href={STORAGE_SETTINGS}>
          {say.settings}
        </a>
        <button
          type="button"
          class="button plain"
          onClick={() => {
            rememberStop(memory, true);
            setKnown(true);
            focusPlace();
          }}
        >
          {say.later}
        </button>
      </div>
    </section>
  );
}
