import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../words.ts';

/** Asks before a print is deleted: there is no way back. */
export function ConfirmRemove({ onRemove, onKeep }: { onRemove: () => void; onKeep: () => void }): JSX.Element {
  const keep = useRef<HTMLButtonElement>(null);
  // The button that asked is gone, so the focus would be too.
  useEffect(() => keep.current?.focus(), []);
  return (
    <fieldset class="confirm">
      <legend class="visually-hidden">{words.print.confirmRemove}</legend>
      <p>{words.print.confirmRemove}</p>
      <div class="button-row">
        <button type="button" class="button danger" onClick={onRemove}>
          {words.actions.remove}
        </button>
        <button ref={keep} type="button" class="button" onClick={onKeep}>
          {words.actions.keep}
        </button>
      </div>
    </fieldset>
  );
}
