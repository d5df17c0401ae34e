import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';

interface FileButtonProps {
  /** What the choice is called for whoever cannot see the button. */
  readonly label: string;
  /** What file dialogs show. */
  readonly accept: string;
  /** Of the button. */
  readonly look: string;
  /** Whether it asks for the camera instead of for a file, where there is one. */
  readonly camera?: boolean;
  readonly onFile: (file: File) => void;
  /** What is on the button. */
  readonly children: ComponentChildren;
}

/** A button that asks for a file. */
export function FileButton({ label, accept, look, camera = false, onFile, children }: FileButtonProps): JSX.Element {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept={accept}
        {...(camera ? { capture: 'environment' } : {})}
        hidden
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // Or the same file could not be chosen once more.
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
      <button type="button" class={look} onClick={() => picker.current?.click()}>
        {children}
      </button>
    </>
  );
}
