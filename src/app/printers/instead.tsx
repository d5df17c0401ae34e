import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useModel } from '../model-context.ts';
import { passMessages } from './printer-actions.ts';
import { printerWords } from './words.ts';

const say = printerWords.instead;

interface InsteadProps {
  /** The paper printer that is waited for. */
  readonly from: string;
  /** How many prints wait for it. */
  readonly count: number;
  readonly onDone: () => void;
}

/** Lets what waits for a printer come out on the screen, and, if that is wanted, all that comes after it. */
export function Instead({ from, count, onDone }: InsteadProps): JSX.Element {
  const model = useModel();
  const heading = useId();
  const first = useRef<HTMLButtonElement>(null);
  const screen = model.state.value.paperPrinters.at(-1)?.id ?? '';

  // The button that asked is gone, so the focus would be too.
  useEffect(() => first.current?.focus(), []);

  const move = async (forGood: boolean): Promise<void> => {
    const act = async (): Promise<void> => {
      if (forGood) await passMessages(model, from, screen);
      await model.engine.moveJobs(from, screen);
    };
    if (await model.attempt(act())) model.say(forGood ? say.movedForGood : say.moved);
    onDone();
  };

  return (
    <fieldset class="confirm" aria-labelledby={heading}>
      <p id={heading}>{say.ask}</p>
      <div class="button-row">
        <button ref={first} type="button" class="button" onClick={() => void move(false)}>
          {say.waiting(count)}
        </button>
        <button type="button" class="button" onClick={() => void move(true)}>
          {say.all}
        </button>
        <button type="button" class="button plain" onClick={onDone}>
          {say.keep}
        </button>
      </div>
    </fieldset>
  );
}
