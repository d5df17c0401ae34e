import type { JSX } from 'preact';
import type { BackupSummary, Settings } from '../../engine/api.ts';
import { Switch } from '../controls/switch.tsx';
import { formatBytes, formatCount } from '../settings/bytes.ts';
import { backupWords } from './backup-words.ts';

const say = backupWords.restore;

type BackupSettings = NonNullable<BackupSummary['settings']>;

/** What would be other than it is here with the settings of a backup, a line each. */
export function differencesOf(its: BackupSettings, here: Settings): string[] {
  const lines: string[] = [];
  if (its.server !== undefined && its.server !== here.server)
    lines.push(say.server(hostOf(its.server), hostOf(here.server)));
  const { keepPrints, keepBytes } = its;
  if (keepPrints !== here.keepPrints) lines.push(say.keepPrints(formatCount(keepPrints), formatCount(here.keepPrints)));
  if (keepBytes !== here.keepBytes) lines.push(say.keepBytes(formatBytes(keepBytes), formatBytes(here.keepBytes)));
  if (keepPrints < here.keepPrints || keepBytes < here.keepBytes) lines.push(say.deletes);
  return lines;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}

interface RestoreSettingsProps {
  readonly differences: readonly string[];
  readonly on: boolean;
  readonly onSwitch: (on: boolean) => void;
}

/** Whether the settings of a backup take the place of those here, and what that means. */
export function RestoreSettings({ differences, on, onSwitch }: RestoreSettingsProps): JSX.Element {
  return (
    <div class="restore-settings">
      <Switch
        label={say.settings}
        on={on}
        onSwitch={async (wanted) => {
          onSwitch(wanted);
          return true;
        }}
      />
      <ul class="backup-contents">
        {differences.map((line) => (
          <li key={line}>{line}</li>
        ))}
        <li>{say.settingsHint}</li>
      </ul>
    </div>
  );
}
