import type { JSX } from 'preact';
import { Icon } from '../controls/icon.tsx';
import { words } from '../words.ts';

interface MachineButtonProps {
  /** What waits for it. */
  readonly held: number;
  /** Whether it stops what prints. */
  readonly cancels: boolean;
  /** Whether there is no Little Printer yet that it could be the button of. */
  readonly disabled: boolean;
  readonly onPress: () => void;
}

/**
 * The machine's one button: prints what waits, also while something prints; with nothing waiting it stops what prints of
 * its Little Printer, or the machine says on paper that there is nothing.
 */
export function MachineButton({ held, cancels, disabled, onPress }: MachineButtonProps): JSX.Element {
  const label = cancels ? words.actions.stop : words.paper.button(held);
  const look = cancels ? 'cancel' : held > 0 ? 'held' : 'idle';
  return (
    <button
      type="button"
      class={`machine-button ${look}`}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onPress}
      // A key that is kept down is one press.
      onKeyDown={(event) => event.repeat && event.key === 'Enter' && event.preventDefault()}
    >
      {cancels ? <Icon name="close" /> : <span class="machine-button-cap" aria-hidden="true" />}
      {held > 0 && (
        <span class="machine-badge" aria-hidden="true">
          {held}
        </span>
      )}
    </button>
  );
}
