import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Job } from '../../jobs/job.ts';
import { Icon } from '../controls/icon.tsx';
import { pressButton } from '../job-actions.ts';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';

/** A press so soon after one that started a print, in milliseconds, is a double click and not meant to stop it. */
const DOUBLE_MS = 700;

interface MachineButtonProps {
  /** What is on the head now: then the button stops it. */
  readonly job: Job | undefined;
  /** How many deliveries wait for it. */
  readonly held: number;
  /** Of the Little Printer; undefined while there is none. */
  readonly deviceAddress: string | undefined;
}

/** The machine's one button: prints what waits; with nothing waiting the machine says so, on paper; in mid-print it stops. */
export function MachineButton({ job, held, deviceAddress }: MachineButtonProps): JSX.Element {
  const model = useModel();
  const pressedAt = useRef(Number.NEGATIVE_INFINITY);
  const label = job ? words.actions.stop : words.paper.button(held);
  const look = job ? 'cancel' : held > 0 ? 'held' : 'idle';

  const press = (): void => {
    const now = model.platform.now();
    if (job) {
      if (now - pressedAt.current > DOUBLE_MS) void model.attempt(model.engine.cancel(job.id));
    } else if (deviceAddress !== undefined) {
      pressedAt.current = now;
      void pressButton(model, deviceAddress);
    }
  };

  return (
    <button
      type="button"
      class={`machine-button ${look}`}
      aria-label={label}
      title={label}
      disabled={deviceAddress === undefined}
      onClick={press}
    >
      {job ? <Icon name="close" /> : <span class="machine-button-cap" aria-hidden="true" />}
      {held > 0 && (
        <span class="machine-badge" aria-hidden="true">
          {held}
        </span>
      )}
    </button>
  );
}
