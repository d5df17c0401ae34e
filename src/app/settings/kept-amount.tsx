import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { Pick } from '../controls/pick.tsx';
import { settingsWords } from './words.ts';

const say = settingsWords.storage;

interface KeptAmountProps {
  readonly legend: string;
  readonly usual: readonly number[];
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** How a value is written beside the others. */
  readonly format: (value: number) => string;
  /** What the field for a number of one's own asks for, in its own unit. */
  readonly own: { readonly label: string; readonly unit: number };
  /** Resolves to whether that went well. */
  readonly onSet: (value: number) => Promise<boolean>;
}

/** How much is kept: a few amounts to choose from, or one of one's own. */
export function KeptAmount(props: KeptAmountProps): JSX.Element {
  const { legend, usual, value, least, most, format, own, onSet } = props;
  const id = useId();
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  // It may have been agreed to later, by an answer to a question.
  useEffect(() => setAsking(false), [value]);
  // What is set stands among the others, also when it was a number of one's own.
  const values = [...new Set([...usual, value])].sort((a, b) => a - b);
  const options = [...values.map(String), 'own'];
  const labels = Object.fromEntries(options.map((o) => [o, o === 'own' ? say.own : format(Number(o))]));
  const wanted = Math.round(Number(typed.replace(',', '.')) * own.unit);
  const good = typed.trim() !== '' && wanted >= least && wanted <= most;

  const pick = (option: string): void => {
    setAsking(option === 'own');
    if (option === 'own') setTyped(String(value / own.unit));
    else void onSet(Number(option));
  };

  return (
    <div class="field">
      <Pick legend={legend} values={options} labels={labels} value={asking ? 'own' : String(value)} onPick={pick} />
      {asking && (
        <form
          class="own-amount"
          onSubmit={(event) => {
            event.preventDefault();
            if (good) void onSet(wanted).then((done) => done && setAsking(false));
          }}
        >
          <label class="field-label" for={id}>
            {own.label}
          </label>
          <div class="button-row">
            <input
              id={id}
              inputMode="numeric"
              autocomplete="off"
              value={typed}
              aria-describedby={`${id}range`}
              aria-invalid={typed.trim() !== '' && !good}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
            <button type="submit" class="button" disabled={!good}>
              {say.set}
            </button>
          </div>
          <span class="field-note" id={`${id}range`}>
            {say.range(format(least), format(most))}
          </span>
        </form>
      )}
    </div>
  );
}
