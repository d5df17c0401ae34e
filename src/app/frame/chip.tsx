import type { JSX } from 'preact';
import { ToneMark } from '../controls/tone-mark.tsx';
import type { ChipView } from '../status.ts';
import { words } from '../words.ts';

interface ChipProps {
  readonly what: string;
  readonly view: ChipView;
  /** Shows the detail; undefined where there is none to show. */
  readonly onOpen: (() => void) | undefined;
}

/** How something stands: shape, colour and word; a tap shows the detail. */
export function Chip({ what, view, onOpen }: ChipProps): JSX.Element {
  return (
    <button
      type="button"
      class={`chip ${view.tone}`}
      aria-haspopup="dialog"
      aria-label={onOpen && words.chips.label(what, view.word)}
      disabled={!onOpen}
      onClick={onOpen}
    >
      <ToneMark tone={view.tone} />
      <span class="chip-text">
        <span class="chip-what">{what}</span> <span class="chip-word">{view.word}</span>
      </span>
    </button>
  );
}
