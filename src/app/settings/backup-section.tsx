import type { JSX } from 'preact';
import { Icon } from '../controls/icon.tsx';
import { useModel } from '../model-context.ts';
import { Section } from './section.tsx';
import { settingsWords } from './words.ts';

const say = settingsWords.backup;

/** Everything into one file, and out of it. */
export function BackupSection(): JSX.Element {
  const model = useModel();
  return (
    <Section name="backup" heading={say.heading}>
      <p>{say.what}</p>
      <div class="button-row">
        <button
          type="button"
          class="button"
          onClick={() => {
            model.sheet.value = { kind: 'backup' };
          }}
        >
          <Icon name="save" />
          {say.make}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            model.sheet.value = { kind: 'restore' };
          }}
        >
          <Icon name="file" />
          {say.restore}
        </button>
      </div>
    </Section>
  );
}
