import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';

interface NameFieldProps {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  readonly saved: string;
  /** Resolves to whether that went well. */
  readonly onRename: (name: string) => Promise<boolean>;
}

/** A name that is kept when the field is left, or on Enter. It is never none. */
export function NameField({ label, name, hint, saved, onRename }: NameFieldProps): JSX.Element {
  const id = useId();
  const [typed, setTyped] = useState(name);
  const [isSaved, setSaved] = useState(false);

  useEffect(() => setTyped(name), [name]);

  const rename = async (): Promise<void> => {
    const wanted = typed.trim();
    if (wanted === '' || wanted === name) setTyped(name);
    else if (await onRename(wanted)) setSaved(true);
    else setTyped(name);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void rename();
      }}
    >
      <div class="field">
        <label class="field-label" for={id}>
          {label}
        </label>
        <input
          id={id}
          value={typed}
          maxLength={80}
          autocomplete="off"
          onInput={(event) => {
            setSaved(false);
            setTyped(event.currentTarget.value);
          }}
          onBlur={() => void rename()}
        />
        <span class="field-note" role="status">
          {isSaved ? saved : hint}
        </span>
      </div>
    </form>
  );
}
