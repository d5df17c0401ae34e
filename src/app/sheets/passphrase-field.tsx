import type { ComponentChildren, JSX, RefObject } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { backupWords } from './backup-words.ts';

const say = backupWords.make;

interface PassphraseFieldProps {
  readonly value: string;
  /** Whether one is being made up: browsers and their helpers want to know. */
  readonly isNew: boolean;
  readonly isWrong?: boolean;
  readonly field?: RefObject<HTMLInputElement | null>;
  readonly onType: (passphrase: string) => void;
  /** What is said beneath it. */
  readonly children?: ComponentChildren;
}

/** A passphrase that can be looked at. */
export function PassphraseField(props: PassphraseFieldProps): JSX.Element {
  const { value, isNew, isWrong = false, field, onType, children } = props;
  const id = useId();
  const own = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {say.passphrase}
      </label>
      <div class="passphrase">
        <input
          ref={field ?? own}
          id={id}
          {...(shown ? { type: 'text' as const } : { type: 'password' as const })}
          value={value}
          autocomplete={isNew ? 'new-password' : 'current-password'}
          autocapitalize="none"
          spellcheck={false}
          aria-describedby={`${id}note`}
          aria-invalid={isWrong}
          onInput={(event) => onType(event.currentTarget.value)}
        />
        <button type="button" class="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? say.hide : say.show}
        </button>
      </div>
      <div class="field-note" id={`${id}note`} role="status">
        {children}
      </div>
    </div>
  );
}
