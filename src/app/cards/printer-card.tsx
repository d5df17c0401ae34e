import '../styles/printers.css';
import type { JSX } from 'preact';
import type { PaperPrinterView } from '../../engine/api.ts';
import type { Job } from '../../jobs/job.ts';
import { focusPlace } from '../controls/focus.ts';
import { MoveHere } from '../controls/move-here.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { errorWords } from '../error-words.ts';
import { useModel } from '../model-context.ts';
import { explanationOf } from '../printers/explanation.ts';
import { NotListed } from '../printers/not-listed.tsx';
import { printerName } from '../printers/printer-names.ts';
import { PrinterRemedies } from '../printers/printer-remedies.tsx';
import { remedyFor } from '../printers/remedies.ts';
import { WaitingNote } from '../printers/waiting-note.tsx';
import { printerWords } from '../printers/words.ts';
import { isAway } from '../status.ts';

const say = printerWords;

interface PrinterCardProps {
  readonly printer: PaperPrinterView;
  /** What is to be printed on it, newest first. */
  readonly queue: readonly Job[];
}

/** A paper printer waits for somebody, or prints wait for it: what is the matter, and what to do. */
export function PrinterCard({ printer, queue }: PrinterCardProps): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const away = isAway(printer);
  const needs = printer.needs ?? queue.find(({ error }) => error)?.error ?? { code: 'printer-away' as const };
  const { title } = errorWords[needs.code];
  const remedy = remedyFor(printer);
  // What the browser asks for with a tap, it asks for in the tab that the printer runs in.
  const needsOwner = !state.runsHere && (remedy === 'tap' || remedy === 'which');
  // Nothing waits and a tap is all it takes: no reason for an alarm.
  const calm = queue.length === 0 && (remedy === 'tap' || remedy === 'which');
  const others = state.paperPrinters.length > 1;

  return (
    <section class="card printer-card">
      <h2 class="with-mark">
        {!calm && <ToneMark tone={away && remedy === 'retry' ? 'lost' : 'needs-you'} />}
        {title}
      </h2>
      {others && <p class="printer-card-name">{printerName(printer)}</p>}
      <p>{explanationOf(printer, needs.code)}</p>
      {!away && queue.length > 1 && <p class="quiet">{say.state.waiting(queue.length)}</p>}
      <WaitingNote printer={printer} queue={queue} />
      {needsOwner ? <MoveHere /> : <PrinterRemedies printer={printer} queue={queue} onForgotten={focusPlace} />}
      {needs.code === 'printer-away' && printer.link.transport !== 'screen' && (
        <details class="more">
          <summary>{say.notThere}</summary>
          <NotListed transport={printer.link.transport} />
        </details>
      )}
    </section>
  );
}
