import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { Pick } from './pick.tsx';

interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly values: readonly Value[];
  readonly labels: Readonly<Record<Value, string>>;
  readonly chosen: Signal<Value>;
}

/** A few values, of which one is chosen, kept in a signal. */
export function Choice<Value extends string>({ chosen, ...rest }: ChoiceProps<Value>): JSX.Element {
  return (
    <Pick
      {...rest}
      value={chosen.value}
      onPick={(value) => {
        chosen.value = value;
      }}
    />
  );
}
