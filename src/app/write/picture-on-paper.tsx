import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useModel } from '../model-context.ts';
import { hrefOf } from '../routes.ts';
import { words } from '../words.ts';
import { PictureChooser } from './picture-chooser.tsx';
import { deskOf, type Subject } from './picture-desk.ts';
import { isChanged, reset, turned } from './picture-look.ts';
import { PictureTools } from './picture-tools.tsx';
import { pictureWords as say } from './picture-words.ts';
import { PreviewPaper } from './preview-paper.tsx';
import { PrintOn } from './print-on.tsx';
import { TroubleNote } from './trouble-note.tsx';
import { TurnIcon } from './turn-icon.tsx';
import { useOwnSize } from './use-own-size.ts';
import { usePaper } from './use-paper.ts';
import { writeWords } from './words.ts';

/** A picture as it will print, with all that can be done to it. */
export function PictureOnPaper({ subject }: { subject: Subject }): JSX.Element {
  const model = useModel();
  const desk = deskOf(model);
  const paper = usePaper();
  const [printing, setPrinting] = useState(false);
  const look = desk.look.value;
  const trouble = desk.trouble.value;
  const shown = desk.shown.value;
  const bitmap = shown?.width === paper.headWidth ? shown.bitmap : undefined;
  const { headWidth } = paper;
  const title = subject.title ?? words.job.picture;
  const running = model.state.value.phase === 'running';

  // A frame late at most: a slider may move many times in between.
  useEffect(() => {
    if (desk.shown.peek()?.look === look && desk.shown.peek()?.width === headWidth) return;
    const frame = requestAnimationFrame(() => void desk.render(headWidth));
    return () => cancelAnimationFrame(frame);
  }, [desk, subject, look, headWidth]);

  const preview = useRef<HTMLElement>(null);
  useOwnSize(preview);
  const heading = useRef<HTMLHeadingElement>(null);
  // What was pressed to bring the picture has gone with its coming.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [subject]);

  const print = async (): Promise<void> => {
    setPrinting(true);
    const send = async (): Promise<void> => {
      const local = { source: 'picture', paperPrinter: paper.id } as const;
      await model.engine.print(
        await desk.dots(headWidth),
        subject.title === undefined ? local : { ...local, title: subject.title },
      );
    };
    const done = await model.attempt(send());
    setPrinting(false);
    if (done) location.hash = hrefOf('paper');
  };

  return (
    <>
      <section ref={preview} class="write-preview picture-preview" aria-label={writeWords.preview}>
        <h2 ref={heading} tabIndex={-1}>
          {writeWords.preview}
        </h2>
        <PreviewPaper paper={paper} bitmap={bitmap} label={(length) => say.label(title, length)}>
          <p class="preview-words">{trouble ? '' : say.opening}</p>
        </PreviewPaper>
      </section>
      <div class="write-form">
        {trouble && <TroubleNote trouble={trouble} onAgain={() => void desk.render(headWidth)} />}
        <div class="button-row">
          <button
            type="button"
            class="button primary"
            disabled={!bitmap || printing || !running}
            onClick={() => void print()}
          >
            {writeWords.print}
          </button>
          <button
            type="button"
            class="button"
            onClick={() => {
              desk.look.value = turned(desk.look.peek());
            }}
          >
            <TurnIcon />
            {say.turn}
          </button>
          <PictureChooser label={say.another} look="button" onFile={(file) => void desk.take(file)} />
          {desk.opening.value && (
            <span class="quiet" role="status">
              {say.opening}
            </span>
          )}
        </div>
        <PrintOn />
        <PictureTools look={desk.look} />
        <div class="button-row">
          <button
            type="button"
            class="button"
            disabled={!isChanged(look)}
            onClick={() => {
              desk.look.value = reset(desk.look.peek());
            }}
          >
            {say.reset}
          </button>
          <button type="button" class="button plain" onClick={() => desk.clear()}>
            {say.clear}
          </button>
        </div>
      </div>
    </>
  );
}
