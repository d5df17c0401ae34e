import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type ErrorReport, toPapertabError, toReport } from '../../errors.ts';
import { rememberStop } from '../cards/copies-stop.ts';
import { ErrorNote } from '../controls/error-note.tsx';
import { Icon } from '../controls/icon.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { useModel } from '../model-context.ts';
import { settingsWords } from './words.ts';

const say = settingsWords.copies;

/** A copy of every print in a folder of the user's own, where the browser can. */
export function CopiesFolder(): JSX.Element {
  const model = useModel();
  const { engine, platform } = model;
  const { folders } = platform;
  const { state, folder = '', error } = model.state.value.copies;
  const [busy, setBusy] = useState(false);
  const [supported, setSupported] = useState<boolean>();
  const [refused, setRefused] = useState<ErrorReport>();

  useEffect(() => {
    // Where it could not be fetched, a click says so.
    folders.isSupported().then(setSupported, () => {});
  }, [folders]);

  const act = async (action: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setRefused(undefined);
    try {
      await action();
      rememberStop(platform.memory, false);
    } catch (thrown) {
      const report = toReport(toPapertabError(thrown, 'copies-failed'));
      // Whoever closes the browser's own window knows that.
      if (report.code !== 'chooser-cancelled') setRefused(report);
    } finally {
      setBusy(false);
    }
  };

  const choose = (): Promise<void> =>
    act(async () => {
      await engine.setCopyFolder(await folders.choose());
      model.say(say.chosen);
    });
  const allow = (): Promise<void> =>
    act(async () => {
      const known = await engine.copyFolder();
      if (!known) return;
      await folders.allow(known);
      await engine.setCopyFolder(known);
    });
  const stop = (): Promise<void> =>
    act(async () => {
      await engine.setCopyFolder(undefined);
      model.say(say.stopped);
    });

  const shown = refused ?? (state === 'failed' ? error : undefined);
  return (
    <section class="copies" aria-label={say.label}>
      <h3>{say.label}</h3>
      {supported === false ? (
        <p class="quiet">{say.missing}</p>
      ) : (
        <>
          {state === 'off' && <p>{say.what}</p>}
          {state === 'ready' && (
            <p class="state-line">
              <ToneMark tone="ready" />
              <span>{say.ready(folder)}</span>
            </p>
          )}
          {state === 'needs-tap' && (
            <p class="state-line">
              <ToneMark tone="needs-you" />
              <span>{say.tap(folder)}</span>
            </p>
          )}
          {shown && <ErrorNote error={shown} isNews={refused !== undefined} />}
          <div class="button-row">
            {state === 'needs-tap' && (
              <button type="button" class="button primary" disabled={busy} onClick={() => void allow()}>
                {say.allow}
              </button>
            )}
            <button type="button" class="button" disabled={busy} onClick={() => void choose()}>
              <Icon name="file" />
              {state === 'off' ? say.choose : say.another}
            </button>
            {state !== 'off' && (
              <button type="button" class="button" disabled={busy} onClick={() => void stop()}>
                {say.stop}
              </button>
            )}
          </div>
        </>
      )}
    </section>
  );
}
