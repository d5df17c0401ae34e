import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { PlaceHeading } from '../controls/place-heading.tsx';
import { useModel } from '../model-context.ts';
import { paperOfHead } from '../paper-geometry.ts';
import { words } from '../words.ts';
import { BODY_ROOM, Machine } from './machine.tsx';
import { Roll } from './roll.tsx';
import { useColumn, usePixelRatio } from './use-column.ts';

/** The desk: the machine, and its paper. */
export function PaperPlace(): JSX.Element {
  const model = useModel();
  const desk = useRef<HTMLDivElement>(null);
  const column = useColumn(desk);
  const ratio = usePixelRatio();
  const { headWidth } = model.paper.value;
  const head = paperOfHead(column, ratio, headWidth);
  const paper = Math.min(column, head.width + 2 * head.margin);
  const machine = Math.min(column, paper + 2 * BODY_ROOM);

  return (
    <div class="desk" ref={desk}>
      <PlaceHeading text={words.paper.heading} hidden />
      {column > 0 && (
        <>
          <Machine width={machine} paper={paper} />
          <Roll column={column} pixelRatio={ratio} stubWidth={paper} />
        </>
      )}
    </div>
  );
}
