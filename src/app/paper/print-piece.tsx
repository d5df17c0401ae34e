import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Job } from '../../jobs/job.ts';
import { Icon, InvertIcon } from '../controls/icon.tsx';
import { When } from '../controls/when.tsx';
import { formatLength } from '../format.ts';
import { printAgain, savePicture } from '../job-actions.ts';
import { looksInverted } from '../job-list.ts';
import { interruptionOf } from '../job-words.ts';
import { hasSeveral, recipientOf } from '../little-printers.ts';
import { useModel } from '../model-context.ts';
import type { PaperGeometry } from '../paper-geometry.ts';
import { rowsPerMm } from '../paper-printers.ts';
import { words } from '../words.ts';
import { DotsCanvas } from './dots-canvas.tsx';
import { TornEdge } from './torn-edge.tsx';
import { useFeed } from './use-feed.ts';
import { usePicture } from './use-picture.ts';

interface PrintPieceProps {
  readonly job: Job;
  readonly geometry: PaperGeometry;
  /** Whether it still hangs from the slot: then its head is not torn. */
  readonly attached: boolean;
}

/** Edges and blanks of a piece, and what stands below it, in CSS pixels. */
const AROUND = 40 + 90;
/** A remark below it. */
const REMARK = 70;

/** How high a piece will be that has not been on the page yet, in CSS pixels. */
export function estimatePiece(job: Job, { dot }: PaperGeometry): number {
  const remarks = Number(job.interruptions > 0) + 2 * Number(looksInverted(job));
  return job.height * dot + AROUND + remarks * REMARK;
}

/** One print on the desk. What is not out yet is clipped away: the foot of the picture comes first. */
export function PrintPiece({ job, geometry, attached }: PrintPieceProps): JSX.Element {
  const model = useModel();
  const window = useRef<HTMLDivElement>(null);
  const out = useFeed(model, job, geometry.dot, window);
  const picture = usePicture(job.id);
  const title = model.titleOf(job);
  const state = model.state.value;
  // Several may share this paper.
  const recipient = hasSeveral(state) ? recipientOf(state, job) : undefined;
  const length = formatLength(job.height, rowsPerMm(state, job));

  return (
    <>
      <div
        class={`piece-paper${out ? ' out' : ''}`}
        style={{ inlineSize: `${geometry.width + 2 * geometry.margin}px` }}
      >
        {!attached && <TornEdge seed={job.id} side="head" />}
        <div class="blank head" />
        <div class={`feed-pan${geometry.pans ? ' pans' : ''}`}>
          <div class="feed-window" ref={window} style={{ minInlineSize: `${geometry.width}px` }}>
            <button
              type="button"
              class="print-open"
              style={{ blockSize: `${job.height * geometry.dot}px`, paddingInline: `${geometry.margin}px` }}
              aria-label={words.paper.open(title)}
              onClick={() => {
                model.sheet.value = { kind: 'print', id: job.id };
              }}
            >
              {typeof picture === 'object' && (
                <DotsCanvas bitmap={picture} dot={geometry.dot} label={words.paper.pictureOf(title, length)} />
              )}
              {picture === 'gone' && <span class="picture-gone">{words.paper.pictureGone}</span>}
            </button>
          </div>
        </div>
        <div class="blank foot" />
        <TornEdge seed={job.id} side="foot" />
      </div>
      {out && (
        <div class="piece-foot">
          <p class="piece-meta">
            <strong>{title}</strong>
            <span>
              <When at={job.changedAt} /> · {length}
              {recipient && ` · ${words.paper.recipient(recipient)}`}
            </span>
          </p>
          <div class="piece-actions">
            <button
              type="button"
              class="icon-button"
              title={words.actions.again}
              aria-label={words.actions.of(words.actions.again, title)}
              onClick={() => void printAgain(model, job, { inverted: false })}
            >
              <Icon name="again" />
            </button>
            <button
              type="button"
              class="icon-button"
              title={words.actions.save}
              aria-label={words.actions.of(words.actions.save, title)}
              onClick={() => void savePicture(model, job)}
            >
              <Icon name="save" />
            </button>
          </div>
          {geometry.pans && <p class="piece-note">{words.paper.pans}</p>}
          {job.interruptions > 0 && <p class="piece-note">{interruptionOf(job)}</p>}
          {looksInverted(job) && (
            <div class="piece-note suspect">
              <p>{words.paper.looksInverted}</p>
              <button type="button" class="button" onClick={() => void printAgain(model, job, { inverted: true })}>
                <InvertIcon />
                {words.actions.inverted}
              </button>
              <details class="more">
                <summary>{words.paper.why}</summary>
                <p>{words.paper.whyInverted}</p>
              </details>
            </div>
          )}
        </div>
      )}
    </>
  );
}
