import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { StorageUse } from '../../engine/api.ts';
import { useModel } from '../model-context.ts';
import { formatBytes, formatCount } from './bytes.ts';
import { settingsWords } from './words.ts';

const say = settingsWords.storage;

/** What is kept and how much room it takes, as a quiet bar. */
export function StorageInUse(): JSX.Element | null {
  const model = useModel();
  const [use, setUse] = useState<StorageUse>();
  const running = model.state.value.phase === 'running';
  const { keepPrints, keepBytes } = model.state.value.settings;
  // Looked at again when a print comes or goes, or other limits let some go.
  const jobs = model.jobs.value.length;

  useEffect(() => {
    if (!running) return;
    let stale = false;
    model.engine.storageUse().then(
      (known) => {
        if (!stale) setUse(known);
      },
      // A number that nobody waits for: it is left out.
      () => {},
    );
    return () => {
      stale = true;
    };
  }, [model, running, keepPrints, keepBytes, jobs]);

  if (!use) return null;
  const { prints, bytes, usage, quota } = use;
  return (
    <div class="storage-use">
      <p>
        {say.use}: {say.prints(formatCount(prints))}, {say.pictures(formatBytes(bytes))}.
      </p>
      {usage !== undefined && quota !== undefined && quota > 0 && (
        <>
          {/* What it shows is said below it. */}
          <div class="storage-bar" aria-hidden="true">
            <span style={{ inlineSize: `${Math.min(100, (100 * usage) / quota)}%` }} />
          </div>
          <p class="field-note">{say.site(formatBytes(usage), formatBytes(quota))}</p>
        </>
      )}
    </div>
  );
}
