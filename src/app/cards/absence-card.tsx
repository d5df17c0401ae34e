import '../styles/elsewhere.css';
import type { JSX } from 'preact';
import type { Absence } from '../../engine/api.ts';
import { useFocusHeir } from '../controls/focus.ts';
import { Icon } from '../controls/icon.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { formatDuration, formatSpan } from '../format.ts';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';
import { cardWords } from './card-words.ts';

const say = cardWords.absence;

/** For how long this browser was no printer: a line where it was closed, as people do; a card where it was not meant. */
export function AbsenceCard({ absence }: { absence: Absence }): JSX.Element {
  const model = useModel();
  const card = useFocusHeir<HTMLElement>();
  const { how, from, to } = absence;
  const duration = formatDuration(to - from);
  const [begin, end] = formatSpan(from, to);
  const dismiss = (): void => void model.attempt(model.engine.dismissAbsence());

  if (how === 'closed' && !model.platform.wasDiscarded) {
    return (
      <section ref={card} class="card absence-line">
        <p>
          {say.closed(duration, begin, end)} {say.lost}
        </p>
        <button type="button" class="icon-button" aria-label={words.app.dismiss} onClick={dismiss}>
          <Icon name="close" />
        </button>
      </section>
    );
  }
  return (
    <section ref={card} class="card absence-card">
      <h2 class="with-mark">
        <ToneMark tone="off" />
        {how === 'asleep' ? say.asleep(duration) : say.discarded(duration)}
      </h2>
      <p>
        {say.span(begin, end)} {say.lost}
      </p>
      <p class="quiet">{how === 'asleep' ? say.sleepHow : say.discardedHow}</p>
      <div class="button-row">
        <button type="button" class="button" onClick={dismiss}>
          {say.dismiss}
        </button>
      </div>
    </section>
  );
}
