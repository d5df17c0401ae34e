import '../../styles/faces.css';
import type { JSX } from 'preact';
import type { LittlePrinterView } from '../../../engine/api.ts';
import { FaceCanvas } from './face-canvas.tsx';
import { useFace } from './use-face.ts';

/** The face of a Little Printer on a scrap of paper, beside its name. */
export function FacePrint({ printer }: { printer: LittlePrinterView }): JSX.Element | null {
  const bitmap = useFace(printer);
  if (!bitmap) return null;
  return (
    <span class="face-paper face-beside" aria-hidden="true">
      <FaceCanvas bitmap={bitmap} width={64} />
    </span>
  );
}
