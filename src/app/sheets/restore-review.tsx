import type { JSX } from 'preact';
import type { BackupSummary } from '../../engine/api.ts';
import type { ErrorReport } from '../../errors.ts';
import { ErrorNote } from '../controls/error-note.tsx';
import { formatDayAndTime } from '../format.ts';
import { useModel } from '../model-context.ts';
import { formatCount } from '../settings/bytes.ts';
import { backupWords } from './backup-words.ts';
import { StepHeading } from './step-heading.tsx';

const say = backupWords.restore;

interface RestoreReviewProps {
  readonly summary: BackupSummary;
  readonly error: ErrorReport | undefined;
  readonly busy: boolean;
  readonly onUse: () => void;
  readonly onOther: () => void;
}

/** What a backup holds, and what happens when it is brought in. */
export function RestoreReview({ summary, error, busy, onUse, onOther }: RestoreReviewProps): JSX.Element {
  const model = useModel();
  const { littlePrinters, paperPrinters, prints, unprinted, madeAt } = summary;
  const isHere = (address: string): boolean =>
    model.state.value.littlePrinters.some(({ deviceAddress }) => deviceAddress === address);

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
      <div class="notice" role="note">
        <strong>{say.oneOnly.title}</strong>
        <p>{say.oneOnly.text}</p>
      </div>
      {error && <ErrorNote error={error} />}
      <div class="button-row">
        <button type="button" class="button primary" disabled={busy} onClick={onUse}>
          {busy ? say.using : say.use}
        </button>
        <button type="button" class="button plain" disabled={busy} onClick={onOther}>
          {say.another}
        </button>
      </div>
    </>
  );
}
