import { writeWords } from './words.ts';
import '../styles/write.css';
import type { JSX } from 'preact';
import { Choice } from '../controls/choice.tsx';
import { PlaceHeading } from '../controls/place-heading.tsx';
import { useModel } from '../model-context.ts';
import { NotePart } from './note-part.tsx';
import { deskOf, WAYS } from './picture-desk.ts';
import { PicturePart } from './picture-part.tsx';

const say = writeWords;

/** Where people make prints of their own: a note or a picture, with the paper as it will come out beside it. */
export function WritePlace(): JSX.Element {
  const { way } = deskOf(useModel());
  return (
    <div class="write-place">
      <div class="write-head">
        <PlaceHeading text={say.heading} />
        <p class="place-lead">{say.lead}</p>
        <div class="ways">
          <Choice legend={say.way} values={WAYS} labels={say.ways} chosen={way} />
        </div>
      </div>
      {way.value === 'note' ? <NotePart /> : <PicturePart />}
    </div>
  );
}
