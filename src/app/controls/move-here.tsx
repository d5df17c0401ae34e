import '../styles/elsewhere.css';
import type { JSX } from 'preact';
import { useModel } from '../model-context.ts';
import { moveWords } from './move-words.ts';

/**
 * Moves the printer into this tab, and says how far that is. What it does to printers that only a page can hold is said
 * beside it.
 */
export function MoveHere({ look = 'primary' }: { look?: 'primary' | 'plain' }): JSX.Element {
  const model = useModel();
  const moving = model.moving.value;
  const hasBluetooth = model.state.value.paperPrinters.some(({ link }) => link.transport === 'bluetooth');
  const move = async (): Promise<void> => {
    if (await model.moveHere()) model.say(moveWords.moved);
  };
  return (
    <div class="move-here">
      <div class="button-row">
        <button
          type="button"
          class={look === 'primary' ? 'button primary' : 'button'}
          aria-disabled={moving}
          onClick={() => void move()}
        >
          {moving ? moveWords.moving : moveWords.move}
        </button>
      </div>
      <p class="quiet" role="status">
        {moving ? moveWords.wait : hasBluetooth && moveWords.tap}
      </p>
    </div>
  );
}

/** What is shown in place of connecting a printer, in a tab that the printer does not run in. */
export function MoveBeforeConnecting(): JSX.Element {
  return (
    <>
      <p>{moveWords.connectFirst}</p>
      <MoveHere />
    </>
  );
}
