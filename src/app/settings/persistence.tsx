import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useModel } from '../model-context.ts';
import { settingsWords } from './words.ts';

/** Whether the browser keeps what is stored. */
export function Persistence(): JSX.Element | null {
  const model = useModel();
  const [refused, setRefused] = useState(false);
  const say = settingsWords.persistence;
  const kept = model.persisted.value;
  if (kept === undefined) return null;

  const ask = async (): Promise<void> => {
    const answer = await model.platform.persist();
    model.persisted.value = answer;
    setRefused(!answer);
  };

  return (
    <div class="field">
      <p>{kept ? say.kept : say.notKept}</p>
      {!kept && (
        <div class="button-row">
          <button type="button" class="button" onClick={() => void ask()}>
            {say.ask}
          </button>
        </div>
      )}
      {refused && (
        <p class="field-note" role="status">
          {say.refused}
        </p>
      )}
    </div>
  );
}
