import { useRef } from 'preact/hooks';
import type { Job } from '../../jobs/job.ts';
import { pressButton } from '../job-actions.ts';
import { useModel } from '../model-context.ts';

/** A press so soon after another, in milliseconds, is the second half of a double press. */
const DOUBLE_MS = 1_000;

/** What the controls of the machine do. */
export interface Presses {
  /** Presses the button of a Little Printer: `held` messages wait for it, and `queued` are on their way to paper. */
  button(deviceAddress: string, waits: { readonly held: number; readonly queued: number }): void;
  /** Cancels with the button what prints. */
  buttonCancels(job: Job): void;
  /** Cancels what prints, with the control that is there for nothing else. */
  cancel(job: Job): void;
}

/**
 * What the machine does when it is pressed. The second half of a double press must neither undo what the first one began,
 * nor be meant for what has come in its place; where another message waits it prints that.
 */
export function usePresses(): Presses {
  const model = useModel();
  const last = useRef({ at: Number.NEGATIVE_INFINITY, cancelled: false });
  const note = (cancelled: boolean): void => {
    last.current = { at: model.platform.now(), cancelled };
  };
  const isDouble = (): boolean => {
    const since = model.platform.now() - last.current.at;
    // A clock that was set back tells nothing.
    return since >= 0 && since < DOUBLE_MS;
  };
  const cancel = (job: Job): void => {
    note(true);
    void model.attempt(model.engine.cancel(job.id));
  };

  return {
    button: (deviceAddress, { held, queued }) => {
      // What the first one began is still to come, or has just been cancelled.
      if (held === 0 && isDouble() && (queued > 0 || last.current.cancelled)) return;
      note(false);
      // What it began may have taken its time.
      void pressButton(model, deviceAddress).then(() => note(false));
    },
    buttonCancels: (job) => {
      if (!isDouble()) cancel(job);
    },
    cancel: (job) => {
      if (!(last.current.cancelled && isDouble())) cancel(job);
    },
  };
}
