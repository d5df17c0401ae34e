import type { JSX } from 'preact';
import { ToneMark } from '../controls/tone-mark.tsx';
import type { ChipView } from '../status.ts';
import { words } from '../words.ts';

/** How something stands: shape, colour and word; a tap shows the detail. */
export function Chip({ what, view, onOpen }: { what: string; view: ChipView; onOpen: () => void }): JSX.Element {
  return (
    <button
      type="button"
      class={`chip ${view.tone}`}
      aria-haspopup="dialog"
      aria-label={words.chips.label(what, view.word)}
      onClick={onOpen}
    >
      <ToneMark tone={view.tone} />
      <span class="chip-text">
        <span class="chip-what">{what}</span> <span class="chip-word">{view.word}</span>
      </span>
    </button>
  );
}
