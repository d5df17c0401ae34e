import type { JSX } from 'preact';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';

/** Opens the sheet that connects a printer. */
export function ConnectButton({
  look,
  label = words.cards.connect.open,
}: {
  look?: 'primary' | 'plain';
  label?: string;
}): JSX.Element {
  const model = useModel();
  return (
    <button
      type="button"
      class={look ? `button ${look}` : 'button'}
      onClick={() => {
        model.sheet.value = { kind: 'connect' };
      }}
    >
      {label}
    </button>
  );
}
