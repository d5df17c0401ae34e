import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface SelectProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Resolves to whether that went well. */
  readonly onSelect: (value: string) => Promise<boolean>;
}

/** One of many values. Where it cannot be set, it goes back to how things are. */
export function Select({ label, hint, value, options, onSelect }: SelectProps): JSX.Element {
  const id = useId();
  const select = async (element: HTMLSelectElement): Promise<void> => {
    if (!(await onSelect(element.value))) element.value = value;
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <select
        id={id}
        class="select"
        value={value}
        aria-describedby={hint && `${id}hint`}
        onChange={(event) => void select(event.currentTarget)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && (
        <span class="field-note" id={`${id}hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
