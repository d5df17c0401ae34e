import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Switch } from '../controls/switch.tsx';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';

/** Keeping the screen awake, and when the printer prints at all. */
export function AwakeSection(): JSX.Element {
  const model = useModel();
  const say = words.settings.awake;
  return (
    <section class="card settings-section">
      <h2>{say.heading}</h2>
      <p>{say.text}</p>
      {model.platform.canKeepAwake ? (
        <Switch
          label={say.label}
          on={model.state.value.settings.keepAwake}
          onSwitch={(keepAwake) => model.attempt(model.engine.configure({ keepAwake }))}
        />
      ) : (
        <p class="quiet">{say.unsupported}</p>
      )}
    </section>
  );
}

/** Whether the browser keeps what is stored. */
export function StorageSection(): JSX.Element | null {
  const model = useModel();
  const [refused, setRefused] = useState(false);
  const say = words.settings.storage;
  const kept = model.persisted.value;
  if (kept === undefined) return null;

  const ask = async (): Promise<void> => {
    const answer = await model.platform.persist();
    model.persisted.value = answer;
    setRefused(!answer);
  };

  return (
    <section class="card settings-section">
      <h2>{say.heading}</h2>
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
    </section>
  );
}
