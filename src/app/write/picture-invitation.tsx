import type { JSX } from 'preact';
import { useModel } from '../model-context.ts';
import { isMac } from './is-mac.ts';
import { PictureChooser } from './picture-chooser.tsx';
import { deskOf } from './picture-desk.ts';
import { pictureWords as say } from './picture-words.ts';
import { Sketch } from './sketch.tsx';

/** What stands where no picture lies yet: the ways to bring one. */
export function PictureInvitation(): JSX.Element {
  const model = useModel();
  const desk = deskOf(model);
  const take = (file: File): void => void desk.take(file);
  return (
    <div class="invitation">
      <Sketch />
      <p class="invitation-title with-mouse">{say.invite}</p>
      <p class="invitation-title with-finger">{say.inviteTouch}</p>
      <div class="button-row">
        <PictureChooser label={say.choose} look="button primary" onFile={take} />
        <span class="with-finger">
          <PictureChooser label={say.photo} look="button" camera onFile={take} />
        </span>
      </div>
      <p class="quiet with-mouse">{say.paste(isMac() ? say.pasteMac : say.pasteElse)}</p>
      <p class="quiet">{say.kinds}</p>
    </div>
  );
}
