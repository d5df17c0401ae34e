import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { printerWords } from './words.ts';

const say = printerWords.settings.fields.density;

const STEP = 5;

interface DensityFieldProps {
  /** Percent. */
  readonly value: number;
  /** Percent that suits most paper. */
  readonly normal: number;
  /** Resolves to whether that went well. */
  readonly onSet: (value: number) => Promise<boolean>;
}

/** How dark it prints: set when the slider is let go. */
export function DensityField({ value, normal, onSet }: DensityFieldProps): JSX.Element {
  const id = useId();
  const [moved, setMoved] = useState(value);
  useEffect(() => setMoved(value), [value]);
  const set = async (to: number): Promise<void> => {
    if (!(await onSet(to))) setMoved(value);
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {say.label}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={100}
        step={STEP}
        value={moved}
        aria-valuetext={say.value(moved)}
        onInput={(event) => setMoved(event.currentTarget.valueAsNumber)}
        onChange={(event) => void set(event.currentTarget.valueAsNumber)}
      />
      <span class="range-marks" aria-hidden="true">
        <span>{say.light}</span>
        <span class="range-normal" style={{ insetInlineStart: `${normal}%` }}>
          {say.normal}
        </span>
        <span>{say.dark}</span>
      </span>
    </div>
  );
}
