import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface ConfirmProps {
  readonly question: string;
  /** What it means. */
  readonly children?: ComponentChildren;
  readonly yes: string;
  readonly no: string;
  /** Whether there is no way back. */
  readonly danger?: boolean;
  /** Something else that may be wise to do first. */
  readonly before?: ComponentChildren;
  readonly onYes: () => Promise<unknown>;
  readonly onNo: () => void;
}

/** Asks once more before something that cannot be undone, and says what it means. */
export function Confirm({
  question,
  children,
  yes,
  no,
  danger = false,
  before,
  onYes,
  onNo,
}: ConfirmProps): JSX.Element {
  const keep = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState(false);
  // The button that asked is gone, so the focus would be too.
  useEffect(() => keep.current?.focus(), []);
  return (
    <fieldset class="confirm">
      <legend class="visually-hidden">{question}</legend>
      <p>
        <strong>{question}</strong> {children}
      </p>
      <div class="button-row">
        <button
          type="button"
          class={danger ? 'button danger' : 'button primary'}
          disabled={busy}
          onClick={() => {
            setBusy(true);
            void onYes().finally(() => setBusy(false));
          }}
        >
          {yes}
        </button>
        <button ref={keep} type="button" class="button" onClick={onNo}>
          {no}
        </button>
        {before}
      </div>
    </fieldset>
  );
}
