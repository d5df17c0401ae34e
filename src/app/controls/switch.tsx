import type { JSX } from 'preact';

interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  /** Resolves to whether that went well. */
  readonly onSwitch: (on: boolean) => Promise<boolean>;
}

/** Something that is on or off. Where switching fails, it goes back to how things are. */
export function Switch({ label, on, onSwitch }: SwitchProps): JSX.Element {
  const flip = async (input: HTMLInputElement): Promise<void> => {
    // The browser has flipped it already, and a state that stays as it was would not flip it back.
    if (!(await onSwitch(input.checked))) input.checked = on;
  };
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        onChange={(event) => void flip(event.currentTarget)}
      />
      <span>{label}</span>
    </label>
  );
}
