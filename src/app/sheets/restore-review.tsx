import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BackupSummary } from '../../engine/api.ts';
import type { ErrorReport } from '../../errors.ts';
import { ErrorNote } from '../controls/error-note.tsx';
import { formatDayAndTime } from '../format.ts';
import { useModel } from '../model-context.ts';
import { formatCount } from '../settings/bytes.ts';
import { backupWords } from './backup-words.ts';
import { differencesOf, RestoreSettings } from './restore-settings.tsx';
import { StepHeading } from './step-heading.tsx';

const say = backupWords.restore;

interface RestoreReviewProps {
  readonly summary: BackupSummary;
  readonly error: ErrorReport | undefined;
  readonly busy: boolean;
  /** `settings`: whether its settings are to take the place of those here. */
  readonly onUse: (settings: boolean) => void;
  readonly onOther: () => void;
}

/** What a backup holds, and what happens when it is brought in. */
export function RestoreReview({ summary, error, busy, onUse, onOther }: RestoreReviewProps): JSX.Element {
  const model = useModel();
  const { littlePrinters, paperPrinters, prints, unprinted, madeAt } = summary;
  const { settings, littlePrinters: present } = model.state.value;
  const differences = summary.settings === undefined ? [] : differencesOf(summary.settings, settings);
  // Where a printer is in use already, things are as their user wants them.
  const [takesSettings, setTakesSettings] = useState(present.every(({ claim }) => claim !== 'claimed'));
  const isHere = (address: string): boolean => present.some(({ deviceAddress }) => deviceAddress === address);

  return (
    <>
      <StepHeading text={say.review} />
      <dl class="facts">
        <dt>{say.madeAt}</dt>
        <dd>{formatDayAndTime(madeAt)}</dd>
        <dt>{say.littlePrinters}</dt>
        <dd>
          <ul class="plain-list">
            {littlePrinters.map(({ deviceAddress, name }) => (
              <li key={deviceAddress}>
                {name}
                {isHere(deviceAddress) && <span class="badge">{say.here}</span>}
              </li>
            ))}
          </ul>
        </dd>
        <dt>{say.paperPrinters}</dt>
        <dd>{paperPrinters.length === 0 ? say.none : paperPrinters.join(', ')}</dd>
        <dt>{say.prints}</dt>
        <dd>{formatCount(prints)}</dd>
        {unprinted > 0 && (
          <>
            <dt>{say.unprinted}</dt>
            <dd>{formatCount(unprinted)}</dd>
          </>
        )}
      </dl>
      <h3>{say.happens}</h3>
      <ul class="backup-contents">
        <li>{say.beside}</li>
        {unprinted > 0 && <li>{say.held(unprinted)}</li>}
        <li>{say.bridge}</li>
      </ul>
      {differences.length > 0 && (
        <RestoreSettings differences={differences} on={takesSettings} onSwitch={setTakesSettings} />
      )}
      <div class="notice" role="note">
        <strong>{say.oneOnly.title}</strong>
        <p>{say.oneOnly.text}</p>
      </div>
      {error && <ErrorNote error={error} />}
      <div class="button-row">
        <button type="button" class="button primary" disabled={busy} onClick={() => onUse(takesSettings)}>
          {busy ? say.using : say.use}
        </button>
        <button type="button" class="button plain" disabled={busy} onClick={onOther}>
          {say.another}
        </button>
      </div>
    </>
  );
}
