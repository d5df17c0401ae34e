import type { JSX } from 'preact';
import { focusPlace } from '../controls/focus.ts';
import { Icon } from '../controls/icon.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { runErrorAction } from '../error-actions.ts';
import { actionWords, errorWords } from '../error-words.ts';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';

/** Troubles in words, each with a way out. */
export function TroubleList(): JSX.Element {
  const model = useModel();
  return (
    <>
      {model.troubles.value.map((error, i) => {
        const { title, explanation, action } = errorWords[error.code];
        return (
          <div class="trouble" key={error.code}>
            <ToneMark tone="needs-you" />
            <p class="trouble-words">
              <strong>{title}.</strong> {explanation}
            </p>
            {action !== 'none' && (
              <button type="button" class="button" onClick={() => runErrorAction(model, action)}>
                {actionWords[action]}
              </button>
            )}
            <button
              type="button"
              class="icon-button"
              aria-label={words.app.dismiss}
              onClick={() => {
                model.dismissTrouble(i);
                focusPlace();
              }}
            >
              <Icon name="close" />
            </button>
          </div>
        );
      })}
    </>
  );
}
