import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface PickProps<Value extends string> {
  readonly legend: string;
  readonly values: readonly Value[];
  readonly labels: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly hint?: string;
  readonly onPick: (value: Value) => void;
}

/** A few values side by side, of which one is chosen. */
export function Pick<Value extends string>(props: PickProps<Value>): JSX.Element {
  const { legend, values, labels, value, hint, onPick } = props;
  const name = useId();
  return (
    <fieldset class="choice" aria-describedby={hint && `${name}hint`}>
      <legend class="field-label">{legend}</legend>
      <div class="choice-row">
        {values.map((option) => (
          <label key={option} class="choice-option">
            <input type="radio" name={name} value={option} checked={option === value} onChange={() => onPick(option)} />
            <span>{labels[option]}</span>
          </label>
        ))}
      </div>
      {hint && (
        <p class="field-note" id={`${name}hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}
