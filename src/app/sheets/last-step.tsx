import type { JSX } from 'preact';
import { words } from '../words.ts';
import { StepHeading } from './step-heading.tsx';

interface LastStepProps {
  readonly heading: string;
  readonly text: string;
  readonly onClose: () => void;
}

/** The end of what a sheet did: what has happened, and a button that closes it. */
export function LastStep({ heading, text, onClose }: LastStepProps): JSX.Element {
  return (
    <>
      <StepHeading text={heading} />
      <p>{text}</p>
      <div class="button-row">
        <button type="button" class="button primary" onClick={onClose}>
          {words.app.done}
        </button>
      </div>
    </>
  );
}
