import type { JSX } from 'preact';
import { Switch } from '../controls/switch.tsx';
import { useModel } from '../model-context.ts';
import { NotifySwitch } from './notify-switch.tsx';
import { Section } from './section.tsx';
import { settingsWords } from './words.ts';

const say = settingsWords.app;

/** What this tab does besides printing: stays awake, tells of messages that wait, becomes an app. */
export function TabSection(): JSX.Element {
  const model = useModel();
  const { install, offlineReady, applyUpdate } = model.app.value;
  const awake = settingsWords.awake;
  return (
    <Section name="tab" heading={settingsWords.tab.heading}>
      <p>{awake.text}</p>
      {model.platform.canKeepAwake ? (
        <Switch
          label={awake.label}
          on={model.state.value.settings.keepAwake}
          onSwitch={(keepAwake) => model.attempt(model.engine.configure({ keepAwake }))}
        />
      ) : (
        <p class="quiet">{awake.unsupported}</p>
      )}
      <NotifySwitch />
      {offlineReady && <p class="quiet">{say.offlineReady}</p>}
      {applyUpdate && <p>{say.updateReady}</p>}
      {install && (
        <>
          <div class="button-row">
            <button type="button" class="button" onClick={install}>
              {say.install}
            </button>
          </div>
          <p class="field-note">{say.installHint}</p>
        </>
      )}
    </Section>
  );
}
