import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Where it stands at first, and where a double click puts it. */
  readonly start: number;
  /** The value as it is read. */
  readonly text: string;
  readonly onChange: (value: number) => void;
}

/** A slider with its value beside its name. Its bar is filled from where it stood at first. */
export function Slider({ label, value, min, max, start, text, onChange }: SliderProps): JSX.Element {
  const id = useId();
  const share = (of: number): string => `${((of - min) / (max - min)) * 100}%`;
  return (
    <div class="slider">
      <label class="field-label" for={id}>
        {label}
      </label>
      <output class="slider-value" for={id}>
        {text}
      </output>
      <input
        id={id}
        class="slider-bar"
        type="range"
        min={min}
        max={max}
        value={value}
        aria-valuetext={text}
        style={{ '--from': share(Math.min(value, start)), '--to': share(Math.max(value, start)) }}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
        onDblClick={() => onChange(start)}
      />
    </div>
  );
}
