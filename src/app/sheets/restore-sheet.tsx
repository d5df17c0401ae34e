import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { BackupSummary } from '../../engine/api.ts';
import { LARGEST_BACKUP } from '../../engine/largest-backup.ts';
import { type ErrorReport, toPapertabError, toReport } from '../../errors.ts';
import { ErrorNote } from '../controls/error-note.tsx';
import { FileButton } from '../controls/file-button.tsx';
import { Icon } from '../controls/icon.tsx';
import { useModel } from '../model-context.ts';
import { backupWords } from './backup-words.ts';
import { LastStep } from './last-step.tsx';
import { PassphraseField } from './passphrase-field.tsx';
import { RestoreReview } from './restore-review.tsx';
import { Sheet } from './sheet.tsx';

const say = backupWords.restore;

/** Where the sheet stands: what was read, and what went wrong. */
type Step =
  | { readonly at: 'choose'; readonly error?: ErrorReport }
  | { readonly at: 'reading' }
  | { readonly at: 'locked'; readonly file: Uint8Array; readonly error?: ErrorReport; readonly busy?: boolean }
  | {
      readonly at: 'review';
      readonly file: Uint8Array;
      readonly passphrase?: string;
      readonly summary: BackupSummary;
      readonly error?: ErrorReport;
      readonly busy?: boolean;
    }
  | { readonly at: 'done' };

interface RestoreSheetProps {
  /** What was dropped. */
  readonly file: File | undefined;
  readonly onClose: () => void;
}

/** Brings a backup in: the file, its passphrase where it has one, a look at what is in it, and on the user's word the rest. */
export function RestoreSheet({ file: dropped, onClose }: RestoreSheetProps): JSX.Element {
  const { engine } = useModel();
  const [step, setStep] = useState<Step>(dropped ? { at: 'reading' } : { at: 'choose' });
  /** The file that was taken last and not put away: what is still read of an earlier one is dropped. */
  const latest = useRef<File | undefined>(undefined);

  const take = async (file: File): Promise<void> => {
    latest.current = file;
    setStep({ at: 'reading' });
    let next: Step;
    try {
      next =
        file.size > LARGEST_BACKUP
          ? { at: 'choose', error: { code: 'backup-size' } }
          : await look(new Uint8Array(await file.arrayBuffer()));
    } catch {
      // Gone since it was chosen, or more than this computer can hold.
      next = { at: 'choose', error: { code: 'backup-unreadable' } };
    }
    if (latest.current === file) setStep(next);
  };

  const look = async (file: Uint8Array, passphrase?: string): Promise<Step> => {
    try {
      const summary = await engine.readBackup(file, passphrase);
      return { at: 'review', file, summary, ...(passphrase === undefined ? {} : { passphrase }) };
    } catch (thrown) {
      const error = toReport(toPapertabError(thrown, 'backup-unreadable'));
      if (error.code !== 'backup-passphrase') return { at: 'choose', error };
      // Without a passphrase nothing was wrong yet: it is only asked for.
      return { at: 'locked', file, ...(passphrase === undefined ? {} : { error }) };
    }
  };

  const unlock = async (file: Uint8Array, passphrase: string): Promise<void> => {
    const taken = latest.current;
    setStep({ at: 'locked', file, busy: true });
    const next = await look(file, passphrase);
    if (latest.current === taken) setStep(next);
  };

  const putAway = (): void => {
    latest.current = undefined;
    setStep({ at: 'choose' });
  };

  const use = async (review: Step & { at: 'review' }, settings: boolean): Promise<void> => {
    const { error: _, ...rest } = review;
    setStep({ ...rest, busy: true });
    try {
      await engine.importBackup(review.file, review.passphrase, settings);
      setStep({ at: 'done' });
    } catch (thrown) {
      setStep({ ...rest, busy: false, error: toReport(toPapertabError(thrown)) });
    }
  };

  // A file may be dropped while another one is being looked at.
  useEffect(() => {
    if (dropped) void take(dropped);
  }, [dropped]);

  return (
    <Sheet title={say.heading} onClose={onClose}>
      {step.at === 'choose' && <Choose error={step.error} onFile={(file) => void take(file)} />}
      {step.at === 'reading' && <p role="status">{say.reading}</p>}
      {step.at === 'locked' && (
        <Locked
          error={step.error}
          busy={step.busy === true}
          onOpen={(passphrase) => void unlock(step.file, passphrase)}
          onOther={putAway}
        />
      )}
      {step.at === 'review' && (
        <RestoreReview
          summary={step.summary}
          error={step.error}
          busy={step.busy === true}
          onUse={(settings) => void use(step, settings)}
          onOther={putAway}
        />
      )}
      {step.at === 'done' && <LastStep heading={say.done} text={say.doneText} onClose={onClose} />}
    </Sheet>
  );
}

function Choose({ error, onFile }: { error: ErrorReport | undefined; onFile: (file: File) => void }): JSX.Element {
  return (
    <>
      <p>{say.lead}</p>
      {error && <ErrorNote error={error} />}
      <div class="button-row">
        <FileButton label={say.choose} accept=".papertab" look="button primary" onFile={onFile}>
          <Icon name="file" />
          {say.choose}
        </FileButton>
      </div>
    </>
  );
}

interface LockedProps {
  readonly error: ErrorReport | undefined;
  readonly busy: boolean;
  readonly onOpen: (passphrase: string) => void;
  readonly onOther: () => void;
}

function Locked({ error, busy, onOpen, onOther }: LockedProps): JSX.Element {
  const [passphrase, setPassphrase] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (error) field.current?.select();
  }, [error]);
  return (
    <form
      class="sheet-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== '' && !busy) onOpen(passphrase);
      }}
    >
      <h3>{say.locked}</h3>
      <p>{say.lockedText}</p>
      <PassphraseField
        value={passphrase}
        isNew={false}
        isWrong={error !== undefined}
        field={field}
        onType={setPassphrase}
      >
        {busy ? say.reading : error && <ErrorNote error={error} />}
      </PassphraseField>
      <div class="button-row">
        <button type="submit" class="button primary" disabled={passphrase === '' || busy}>
          {say.open}
        </button>
        <button type="button" class="button plain" onClick={onOther}>
          {say.another}
        </button>
      </div>
    </form>
  );
}
