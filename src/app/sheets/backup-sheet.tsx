import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { StorageUse } from '../../engine/api.ts';
import { type ErrorReport, toPapertabError, toReport } from '../../errors.ts';
import { ErrorNote } from '../controls/error-note.tsx';
import { Icon } from '../controls/icon.tsx';
import { Switch } from '../controls/switch.tsx';
import { fileStamp } from '../format.ts';
import { hasEnded } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { isScreen } from '../paper-printers.ts';
import { formatBytes, formatCount } from '../settings/bytes.ts';
import { formatNames } from '../settings/names.ts';
import { backupWords } from './backup-words.ts';
import { LastStep } from './last-step.tsx';
import { PassphraseField } from './passphrase-field.tsx';
import { strengthOf } from './passphrase-strength.ts';
import { Sheet } from './sheet.tsx';

const say = backupWords.make;

/** The length of a day in a file's stamp: `2026-11-21`. */
const DAY_CHARS = 10;

/** Makes a file of everything: what is in it, whether with the history, and whether locked. */
export function BackupSheet({ onClose }: { onClose: () => void }): JSX.Element {
  const [saved, setSaved] = useState<string>();
  return (
    <Sheet title={say.heading} onClose={onClose}>
      {saved === undefined ? (
        <Make onSaved={setSaved} />
      ) : (
        <LastStep heading={say.saved} text={say.savedText(saved)} onClose={onClose} />
      )}
    </Sheet>
  );
}

function Make({ onSaved }: { onSaved: (name: string) => void }): JSX.Element {
  const model = useModel();
  const [history, setHistory] = useState(false);
  const [locked, setLocked] = useState(true);
  const [passphrase, setPassphrase] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorReport>();
  const use = useStorageUse();
  const ready = !busy && (!locked || passphrase !== '');

  const save = async (): Promise<void> => {
    if (!ready) return;
    setBusy(true);
    setError(undefined);
    try {
      const file = await model.engine.exportBackup(locked ? { history, passphrase } : { history });
      const name = say.file(fileStamp(model.platform.now()).slice(0, DAY_CHARS));
      model.platform.saveFile(name, new Blob([file], { type: 'application/octet-stream' }));
      model.announce(say.saved);
      onSaved(name);
    } catch (thrown) {
      setError(toReport(toPapertabError(thrown)));
      setBusy(false);
    }
  };

  return (
    <form
      class="sheet-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p>{say.lead}</p>
      <Contents />
      <div class="field">
        <Switch
          label={say.history}
          on={history}
          onSwitch={async (wanted) => {
            setHistory(wanted);
            return true;
          }}
        />
        {use && <span class="field-note">{say.historyHint(formatCount(use.prints), formatBytes(use.bytes))}</span>}
      </div>
      <Switch
        label={say.lock}
        on={locked}
        onSwitch={async (wanted) => {
          setLocked(wanted);
          return true;
        }}
      />
      {locked ? (
        <PassphraseField value={passphrase} isNew onType={setPassphrase}>
          {passphrase === '' ? say.passphraseHint : <StrengthNote passphrase={passphrase} />}
        </PassphraseField>
      ) : (
        <p class="notice" role="note">
          {say.unlocked}
        </p>
      )}
      {error && <ErrorNote error={error} />}
      <div class="button-row">
        <button type="submit" class="button primary" disabled={!ready}>
          <Icon name="save" />
          {busy ? say.saving : say.save}
        </button>
      </div>
    </form>
  );
}

/** What goes into it in any case. */
function Contents(): JSX.Element {
  const model = useModel();
  const { littlePrinters, paperPrinters } = model.state.value;
  const papers = paperPrinters.filter((paper) => !isScreen(paper)).length;
  const unprinted = model.jobs.value.filter((job) => !hasEnded(job)).length;
  return (
    <ul class="backup-contents">
      <li>{say.contents.littlePrinters(formatNames(littlePrinters), littlePrinters.length)}</li>
      {papers > 0 && <li>{say.contents.paperPrinters(papers)}</li>}
      <li>{say.contents.settings}</li>
      {unprinted > 0 && <li>{say.contents.unprinted(unprinted)}</li>}
    </ul>
  );
}

function StrengthNote({ passphrase }: { passphrase: string }): JSX.Element {
  const strength = strengthOf(passphrase);
  return (
    <>
      <span class={`strength ${strength}`} aria-hidden="true">
        <span />
        <span />
        <span />
      </span>
      {say.strengths[strength]} {say.lost}
    </>
  );
}

function useStorageUse(): StorageUse | undefined {
  const { engine } = useModel();
  const [use, setUse] = useState<StorageUse>();
  useEffect(() => {
    let stale = false;
    engine.storageUse().then(
      (known) => {
        if (!stale) setUse(known);
      },
      // How large it will be is only good to know.
      () => {},
    );
    return () => {
      stale = true;
    };
  }, [engine]);
  return use;
}
