import type { JSX } from 'preact';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';

/** Installing the page, and whether it works offline; nothing where there is nothing to say. */
export function AppSection(): JSX.Element | null {
  const { app } = useModel();
  const { install, offlineReady, applyUpdate } = app.value;
  const say = words.settings.app;
  if (!install && !offlineReady && !applyUpdate) return null;
  return (
    <section class="card settings-section">
      <h2>{say.heading}</h2>
      {offlineReady && <p>{say.offlineReady}</p>}
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
    </section>
  );
}
