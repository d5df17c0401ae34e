import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

/** What file dialogs show; some know no type for the rarer kinds. */
const ACCEPT = 'image/*,.heic,.heif,.avif,.svg';

interface PictureChooserProps {
  readonly label: string;
  /** Of the button. */
  readonly look: string;
  /** Whether it asks for the camera instead of for a file, where there is one. */
  readonly camera?: boolean;
  readonly onFile: (file: File) => void;
}

/** A button that asks for a picture. */
export function PictureChooser({ label, look, camera = false, onFile }: PictureChooserProps): JSX.Element {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept={camera ? 'image/*' : ACCEPT}
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
        {label}
      </button>
    </>
  );
}
