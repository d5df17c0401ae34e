import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Settings, StorageUse } from '../../engine/api.ts';
import { useModel } from '../model-context.ts';
import { formatBytes, formatCount } from './bytes.ts';
import { Confirm } from './confirm.tsx';
import { CopiesFolder } from './copies-folder.tsx';
import { KeptAmount } from './kept-amount.tsx';
import { Persistence } from './persistence.tsx';
import { focusSection, Section } from './section.tsx';
import { StorageInUse } from './storage-in-use.tsx';
import { settingsWords } from './words.ts';

const say = settingsWords.storage;

const MB = 1_000_000;

type Limit = 'keepPrints' | 'keepBytes';

/** How much of the history is kept, where, and how much room it takes. */
export function StorageSection(): JSX.Element {
  const model = useModel();
  const { keepPrints, keepBytes } = model.state.value.settings;
  /** A limit below what is kept now. */
  const [lower, setLower] = useState<{ readonly limit: Limit; readonly value: number }>();

  const set = (limit: Limit, value: number): Promise<boolean> => {
    const change: Partial<Settings> = limit === 'keepPrints' ? { keepPrints: value } : { keepBytes: value };
    return model.attempt(model.engine.configure(change));
  };
  /** Asks first where prints would be lost; the arrow keys alone would be enough to lose them. */
  const offer = async (limit: Limit, value: number): Promise<boolean> => {
    const use = await model.engine.storageUse().catch(() => undefined);
    if (use === undefined || keptOf(use, limit) <= value) {
      setLower(undefined);
      return set(limit, value);
    }
    setLower({ limit, value });
    return false;
  };
  const question = (limit: Limit): JSX.Element | undefined =>
    lower?.limit !== limit ? undefined : (
      <Confirm
        question={say.fewer(
          limit === 'keepPrints' ? say.fewerPrints(formatCount(lower.value)) : say.fewerBytes(formatBytes(lower.value)),
        )}
        yes={say.fewerYes}
        no={say.fewerNo}
        danger
        onYes={async () => {
          await set(limit, lower.value);
          setLower(undefined);
          focusSection('storage');
        }}
        onNo={() => {
          setLower(undefined);
          focusSection('storage');
        }}
      >
        {say.fewerWhat}
      </Confirm>
    );

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
        onSet={(prints) => offer('keepPrints', prints)}
      />
      {question('keepPrints')}
      <KeptAmount
        legend={say.keepBytes}
        usual={[50 * MB, 200 * MB, 1_000 * MB]}
        value={keepBytes}
        least={MB}
        most={10_000 * MB}
        format={formatBytes}
        own={{ label: say.ownBytes, unit: MB }}
        onSet={(bytes) => offer('keepBytes', bytes)}
      />
      {question('keepBytes')}
      <p class="field-note">{say.limits}</p>
      <Persistence />
      <CopiesFolder />
    </Section>
  );
}

function keptOf(use: StorageUse, limit: Limit): number {
  return limit === 'keepPrints' ? use.prints : use.bytes;
}
