import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { PaperPrinterView } from '../../engine/api.ts';
import type { Bitmap } from '../../imaging/bitmap.ts';
import { formatLength } from '../format.ts';
import { DotsCanvas } from '../paper/dots-canvas.tsx';
import { TornEdge } from '../paper/torn-edge.tsx';
import { useColumn, usePixelRatio } from '../paper/use-column.ts';
import { paperGeometry } from '../paper-geometry.ts';
import { writeWords } from './words.ts';

interface PreviewPaperProps {
  readonly paper: PaperPrinterView;
  /** As wide as the paper's head; undefined for paper with `children` on it. */
  readonly bitmap: Bitmap | undefined;
  /** What the dots show, for those who do not see them. */
  readonly label: (length: string) => string;
  readonly children?: ComponentChildren;
}

/** The paper as it will come out, dot by dot, with its length beneath. */
export function PreviewPaper({ paper, bitmap, label, children }: PreviewPaperProps): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  const column = useColumn(ref);
  const ratio = usePixelRatio();
  const geometry = paperGeometry(column, ratio, bitmap?.width ?? paper.headWidth);
  const inlineSize = `${Math.min(column, geometry.width + 2 * geometry.margin)}px`;
  // Where not even one pixel a dot fits, the print is moved in its window, with the keys too.
  const panning = bitmap && geometry.pans ? { class: 'preview-window pans', tabIndex: 0 } : {};
  const length = bitmap && formatLength(bitmap.height, paper.dotsPerMm);
  return (
    <div class="preview-column" ref={ref}>
      {column > 0 && (
        <div class="piece-paper preview-paper" style={{ inlineSize }}>
          <TornEdge seed={1} side="head" />
          <div class="preview-window" style={{ paddingInline: `${geometry.margin}px` }} {...panning}>
            {bitmap && length ? <DotsCanvas bitmap={bitmap} dot={geometry.dot} label={label(length)} /> : children}
          </div>
          <TornEdge seed={1} side="foot" />
        </div>
      )}
      {length && <p class="quiet preview-length">{writeWords.length(length)}</p>}
    </div>
  );
}
