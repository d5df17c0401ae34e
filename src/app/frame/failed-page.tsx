import type { JSX } from 'preact';
import type { ErrorReport } from '../../errors.ts';
import { runErrorAction } from '../error-actions.ts';
import { actionWords, errorWords } from '../error-words.ts';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';
import { Logo } from './logo.tsx';

/** The engine cannot run. */
export function FailedPage({ failure }: { failure: ErrorReport }): JSX.Element {
  const model = useModel();
  const { title, explanation } = errorWords[failure.code];
  return (
    <section class="whole-page card" role="alert">
      <Logo />
      <h1 tabIndex={-1}>{title}</h1>
      <p>{explanation}</p>
      <div class="button-row">
        <button type="button" class="button primary" onClick={() => runErrorAction(model, 'reload')}>
          {actionWords.reload}
        </button>
      </div>
      {failure.detail && (
        <details class="more">
          <summary>{words.cards.details}</summary>
          <p class="mono quiet">{failure.detail}</p>
        </details>
      )}
    </section>
  );
}
