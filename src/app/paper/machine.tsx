import type { JSX } from 'preact';
import { lazy } from '../controls/lazy.tsx';
import { heldBehind, onTheHead, queueOf } from '../job-list.ts';
import { hasSeveral, isOwn } from '../little-printers.ts';
import { useModel } from '../model-context.ts';
import { machineLight } from '../status.ts';
import { words } from '../words.ts';
import { MachineBody } from './machine-body.tsx';
import { MachineButton } from './machine-button.tsx';
import { PrintProgress } from './print-progress.tsx';
import { usePresses } from './use-presses.ts';

const PrinterSwitch = lazy(async () => (await import('./printer-switch.tsx')).PrinterSwitch, 'nothing');

/** How far the body is wider than the slot on either side, where there is room. */
export const BODY_ROOM = 34;

/**
 * The one machine on the desk: a light, a label that becomes the progress, a button, and the slot that paper comes out
 * of. Where there are several Little Printers, the label says which one it is, and switches it.
 *
 * @param width of the machine in CSS pixels
 * @param paper width of its paper in CSS pixels
 */
export function Machine({ width, paper }: { width: number; paper: number }): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const jobs = model.jobs.value;
  const printer = model.littlePrinter.value;
  const { id } = model.paper.value;
  const job = onTheHead(jobs, id);
  const held = heldBehind(jobs, state, printer).length;
  const presses = usePresses();
  // What waits comes before what prints, and what prints for another on the same paper is not this button's to stop.
  const own = job && held === 0 && isOwn(state, job, printer) ? job : undefined;
  const press = (): void => {
    if (own) presses.buttonCancels(own);
    else if (printer) presses.button(printer.deviceAddress, { held, queued });
  };
  const queued = queueOf(jobs, id).length;
  const light = machineLight(state, jobs, printer);
  const name = printer?.name ?? words.app.name;
  const label = hasSeveral(state) ? <PrinterSwitch /> : !job && <p class="machine-label">{name}</p>;

  return (
    <section class="machine" style={{ inlineSize: `${width}px` }} aria-label={words.paper.machine(name)}>
      <MachineBody width={width} paper={paper} light={light} />
      <div class="machine-face">
        <span class={`machine-light ${light}`}>
          <span class="visually-hidden">{words.paper.light[light]}</span>
        </span>
        <div class="machine-middle">
          {label}
          {job && <PrintProgress job={job} behind={queued - 1} onCancel={() => presses.cancel(job)} />}
        </div>
        <MachineButton held={held} cancels={own !== undefined} disabled={!printer} onPress={press} />
      </div>
    </section>
  );
}
