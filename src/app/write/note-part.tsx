import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { toPapertabError } from '../../errors.ts';
import type { Bitmap } from '../../imaging/bitmap.ts';
import { Choice } from '../controls/choice.tsx';
import { noteTitle } from '../job-words.ts';
import { useModel } from '../model-context.ts';
import { NOTE_ALIGNS, NOTE_SIZES, type NoteAlign, type NoteSize, noteBlocks } from '../note.ts';
import { hrefOf } from '../routes.ts';
import { isMac } from './is-mac.ts';
import { PreviewPaper } from './preview-paper.tsx';
import { PrintOn } from './print-on.tsx';
import { usePaper } from './use-paper.ts';
import { writeWords } from './words.ts';

type Preview = { readonly kind: 'none' | 'too-long' | 'failed' } | { readonly kind: 'ready'; readonly picture: Bitmap };

const say = writeWords;

/** More than the longest paper holds in the smallest type; browsers take seconds to lay out much more without a break. */
const MAX_NOTE_CHARS = 20_000;

/** A note that is written and printed here, with the paper as it will come out beside it. */
export function NotePart(): JSX.Element {
  const model = useModel();
  const paper = usePaper();
  const size = useSignal<NoteSize>('medium');
  const align = useSignal<NoteAlign>('start');
  const [preview, setPreview] = useState<Preview>({ kind: 'none' });
  const [printing, setPrinting] = useState(false);
  const text = model.draft.value;
  const { headWidth } = paper;
  const running = model.state.value.phase === 'running';

  useEffect(() => {
    const blocks = noteBlocks(text, size.value, align.value);
    if (blocks.length === 0) {
      setPreview({ kind: 'none' });
      return;
    }
    let stale = false;
    model.platform.drawPaper(blocks, headWidth).then(
      (picture) => {
        if (!stale) setPreview({ kind: 'ready', picture });
      },
      (thrown) => {
        if (!stale) setPreview({ kind: toPapertabError(thrown).code === 'picture-size' ? 'too-long' : 'failed' });
      },
    );
    return () => {
      stale = true;
    };
  }, [model, text, size.value, align.value, headWidth]);

  const print = async (): Promise<void> => {
    const blocks = noteBlocks(text, size.value, align.value);
    if (blocks.length === 0 || printing || !running) return;
    setPrinting(true);
    const title = noteTitle(text);
    // Drawn anew: the preview may be a moment behind the typing.
    const send = async (): Promise<void> => {
      const picture = await model.platform.drawPaper(blocks, headWidth);
      const local = { source: 'note', paperPrinter: paper.id } as const;
      await model.engine.print(picture, title === undefined ? local : { ...local, title });
    };
    const done = await model.attempt(send());
    setPrinting(false);
    if (!done) return;
    model.draft.value = '';
    location.hash = hrefOf('paper');
  };

  return (
    <>
      <form
        class="write-form"
        onSubmit={(event) => {
          event.preventDefault();
          void print();
        }}
      >
        <label class="field">
          <span class="field-label">{say.label}</span>
          <textarea
            class="note-text"
            rows={7}
            value={text}
            maxLength={MAX_NOTE_CHARS}
            placeholder={say.placeholder}
            onInput={(event) => {
              model.draft.value = event.currentTarget.value;
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void print();
            }}
          />
        </label>
        <div class="choices">
          <Choice legend={say.size} values={NOTE_SIZES} labels={say.sizes} chosen={size} />
          <Choice legend={say.align} values={NOTE_ALIGNS} labels={say.aligns} chosen={align} />
        </div>
        <PrintOn />
        <div class="button-row">
          <button type="submit" class="button primary" disabled={preview.kind !== 'ready' || printing || !running}>
            {say.print}
          </button>
          <span class="quiet shortcut">{say.shortcut(isMac() ? say.shortcutMac : say.shortcutElse)}</span>
        </div>
      </form>
      <section class="write-preview" aria-label={say.preview}>
        <h2>{say.preview}</h2>
        <PreviewPaper paper={paper} bitmap={preview.kind === 'ready' ? preview.picture : undefined} label={() => text}>
          <p class="preview-words">{wordsFor(preview.kind)}</p>
        </PreviewPaper>
      </section>
    </>
  );
}

function wordsFor(kind: Preview['kind']): string {
  if (kind === 'too-long') return say.tooLong;
  return kind === 'failed' ? say.failed : say.previewEmpty;
}
