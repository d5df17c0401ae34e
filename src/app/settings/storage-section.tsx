import type { JSX } from 'preact';
import { useModel } from '../model-context.ts';
import { formatBytes, formatCount } from './bytes.ts';
import { CopiesFolder } from './copies-folder.tsx';
import { KeptAmount } from './kept-amount.tsx';
import { Persistence } from './persistence.tsx';
import { Section } from './section.tsx';
import { StorageInUse } from './storage-in-use.tsx';
import { settingsWords } from './words.ts';

const say = settingsWords.storage;

const MB = 1_000_000;

/** How much of the history is kept, where, and how much room it takes. */
export function StorageSection(): JSX.Element {
  const model = useModel();
  const { keepPrints, keepBytes } = model.state.value.settings;
  return (
    <Section name="storage" heading={say.heading}>
      <StorageInUse />
      <KeptAmount
        legend={say.keepPrints}
        usual={[100, 1_000, 10_000]}
        value={keepPrints}
        least={10}
        most={100_000}
        format={formatCount}
        own={{ label: say.ownPrints, unit: 1 }}
        onSet={(prints) => model.attempt(model.engine.configure({ keepPrints: prints }))}
      />
      <KeptAmount
        legend={say.keepBytes}
        usual={[50 * MB, 200 * MB, 1_000 * MB]}
        value={keepBytes}
        least={MB}
        most={10_000 * MB}
        format={formatBytes}
        own={{ label: say.ownBytes, unit: MB }}
        onSet={(bytes) => model.attempt(model.engine.configure({ keepBytes: bytes }))}
      />
      <p class="field-note">{say.limits}</p>
      <Persistence />
      <CopiesFolder />
    </Section>
  );
}
