import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Switch } from '../controls/switch.tsx';
import { useModel } from '../model-context.ts';
import { settingsWords } from './words.ts';

const say = settingsWords.tab.notify;

/** Whether a message that waits for the button is told of outside the page. The browser's own question comes first. */
export function NotifySwitch(): JSX.Element {
  const model = useModel();
  const { platform, engine, state } = model;
  const { notices } = platform;
  const [permission, setPermission] = useState(() => notices.permission());
  const [dismissed, setDismissed] = useState(false);
  if (permission === 'unsupported') return <p class="quiet">{say.missing}</p>;

  const turn = async (notify: boolean): Promise<boolean> => {
    setDismissed(false);
    if (notify) {
      // From this click: the browser asks no sooner.
      const answer = await notices.ask();
      setPermission(answer);
      setDismissed(answer === 'ask');
      if (answer !== 'granted') return false;
    }
    return model.attempt(engine.configure({ notify }));
  };

  const on = state.value.settings.notify && permission === 'granted';
  return (
    <div class="field">
      <Switch label={say.label} on={on} onSwitch={turn} />
      <span class="field-note" role="status">
        {permission === 'denied' ? say.denied : dismissed ? say.dismissed : say.hint}
      </span>
    </div>
  );
}
