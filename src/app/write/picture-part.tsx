import type { JSX } from 'preact';
import { useModel } from '../model-context.ts';
import { deskOf } from './picture-desk.ts';
import { PictureInvitation } from './picture-invitation.tsx';
import { PictureOnPaper } from './picture-on-paper.tsx';
import { pictureWords as say } from './picture-words.ts';
import { TroubleNote } from './trouble-note.tsx';

/** A picture of one's own, from the file to the paper. */
export function PicturePart(): JSX.Element {
  const desk = deskOf(useModel());
  const subject = desk.subject.value;
  const trouble = desk.trouble.value;
  if (subject) return <PictureOnPaper subject={subject} />;
  return (
    <div class="picture-empty">
      {trouble && <TroubleNote trouble={trouble} />}
      {desk.opening.value ? (
        <p class="invitation" role="status">
          {say.opening}
        </p>
      ) : (
        <PictureInvitation />
      )}
    </div>
  );
}
