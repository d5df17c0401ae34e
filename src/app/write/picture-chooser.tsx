import type { JSX } from 'preact';
import { FileButton } from '../controls/file-button.tsx';

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
  return (
    <FileButton label={label} accept={camera ? 'image/*' : ACCEPT} look={look} camera={camera} onFile={onFile}>
      {label}
    </FileButton>
  );
}
