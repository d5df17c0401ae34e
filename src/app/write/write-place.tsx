import '../styles/write.css';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { toPapertabError } from '../../errors.ts';
import type { Bitmap } from '../../imaging/bitmap.ts';
import { Choice } from '../controls/choice.tsx';
import { PlaceHeading } from '../controls/place-heading.tsx';
import { formatLength } from '../format.ts';
import { noteTitle } from '../job-words.ts';
import { useModel } from '../model-context.ts';
import { NOTE_ALIGNS, NOTE_SIZES, type NoteAlign, type NoteSize, noteBlocks } from '../note.ts';
import { DotsCanvas } from '../paper/dots-canvas.tsx';
import { TornEdge } from '../paper/torn-edge.tsx';
import { useColumn, usePixelRatio } from '../paper/use-column.ts';
import { paperGeometry } from '../paper-geometry.ts';
import { hrefOf } from '../routes.ts';
import { words } from '../words.ts';

type Preview = { readonly kind: 'none' | 'too-long' | 'failed' } | { readonly kind: 'ready'; readonly picture: Bitmap };

const say = words.write;

/** More than the longest paper holds in the smallest type; browsers take seconds to lay out much more without a break. */
const MAX_NOTE_CHARS = 20_000;

/** A note that is written and printed here, with the paper as it will come out beside it. */
export function WritePlace(): JSX.Element {
  const model = useModel();
  const size = useSignal<NoteSize>('medium');
  const align = useSignal<NoteAlign>('start');
  const [preview, setPreview] = useState<Preview>({ kind: 'none' });
  const [printing, setPrinting] = useState(false);
  const text = model.draft.value;
  const { headWidth, dotsPerMm } = model.state.value.paperPrinters[0] ?? { headWidth: 384, dotsPerMm: 8 };
  const running = model.state.value.phase === 'running';
  const mac = /mac|iphone|ipad/i.test(navigator.platform);

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
      await model.engine.print(picture, { source: 'note', ...(title === undefined ? {} : { title }) });
    };
    const done = await model.attempt(send());
    setPrinting(false);
    if (!done) return;
    model.draft.value = '';
    location.hash = hrefOf('paper');
  };

  return (
    <div class="write-place">
      <form
        class="write-form"
        onSubmit={(event) => {
          event.preventDefault();
          void print();
        }}
      >
        <PlaceHeading text={say.heading} />
        <p class="place-lead">{say.lead}</p>
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
        <div class="button-row">
          <button type="submit" class="button primary" disabled={preview.kind !== 'ready' || printing || !running}>
            {say.print}
          </button>
          <span class="quiet shortcut">{say.shortcut(mac ? say.shortcutMac : say.shortcutElse)}</span>
        </div>
      </form>
      <section class="write-preview" aria-label={say.preview}>
        <h2>{say.preview}</h2>
        <PreviewPaper preview={preview} headWidth={headWidth} dotsPerMm={dotsPerMm} text={text} />
      </section>
    </div>
  );
}

interface PreviewPaperProps {
  readonly preview: Preview;
  readonly headWidth: number;
  readonly dotsPerMm: number;
  readonly text: string;
}

function PreviewPaper({ preview, headWidth, dotsPerMm, text }: PreviewPaperProps): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  const column = useColumn(ref);
  const ratio = usePixelRatio();
  const geometry = paperGeometry(column, ratio, headWidth);
  const inlineSize = `${Math.min(column, geometry.width + 2 * geometry.margin)}px`;
  return (
    <div class="preview-column" ref={ref}>
      {column > 0 && (
        <div class="piece-paper preview-paper" style={{ inlineSize }}>
          <TornEdge seed={1} side="head" />
          <div class="preview-window" style={{ paddingInline: `${geometry.margin}px` }}>
            {preview.kind === 'ready' && <DotsCanvas bitmap={preview.picture} dot={geometry.dot} label={text} />}
            {preview.kind === 'none' && <p class="preview-words">{say.previewEmpty}</p>}
            {preview.kind === 'too-long' && <p class="preview-words">{say.tooLong}</p>}
            {preview.kind === 'failed' && <p class="preview-words">{say.failed}</p>}
          </div>
          <TornEdge seed={1} side="foot" />
        </div>
      )}
      {preview.kind === 'ready' && (
        <p class="quiet preview-length">{say.length(formatLength(preview.picture.height, dotsPerMm))}</p>
      )}
    </div>
  );
}
