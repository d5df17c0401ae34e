import '../styles/printers.css';
import type { JSX } from 'preact';
import type { PaperPrinterView } from '../../engine/api.ts';
import { ConnectButton } from '../cards/connect-button.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { errorWords } from '../error-words.ts';
import { releaseJobs } from '../job-actions.ts';
import { heldJobs, onTheHead, queueOf } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { onlyScreen } from '../paper-printers.ts';
import { explanationOf } from '../printers/explanation.ts';
import { NotListed } from '../printers/not-listed.tsx';
import { PrinterFacts, PrinterWarnings } from '../printers/printer-facts.tsx';
import { printerName } from '../printers/printer-names.ts';
import { PrinterRemedies } from '../printers/printer-remedies.tsx';
import { remedyFor } from '../printers/remedies.ts';
import { WaitingNote } from '../printers/waiting-note.tsx';
import { printerWords } from '../printers/words.ts';
import { PRINTER_SETTINGS } from '../routes.ts';
import { isAway, paperState, printerChip } from '../status.ts';
import { words } from '../words.ts';
import { Sheet } from './sheet.tsx';

const say = printerWords;

/** How the paper that messages come out on stands, in full, and in a line each how the others do. */
export function PrinterSheet({ onClose }: { onClose: () => void }): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const jobs = model.jobs.value;
  const printer = model.paper.value;
  const { tone, word } = printerChip(state, jobs, model.percent.value, model.littlePrinter.value);
  const held = heldJobs(jobs);
  const others = state.paperPrinters.filter(({ id, link }) => id !== printer.id && link.transport !== 'screen');
  const alone = onlyScreen(state);

  return (
    <Sheet title={printerName(printer)} onClose={onClose}>
      <p class="state-line">
        <ToneMark tone={tone} />
        <strong>{word}</strong>
      </p>
      <Standing printer={printer} onForgotten={onClose} />
      {held.length > 0 && (
        <>
          <p>{words.cards.held.title(held.length)}.</p>
          <div class="button-row">
            <button type="button" class="button primary" onClick={() => void releaseJobs(model, held)}>
              {held.length === 1 ? words.cards.held.print : words.cards.held.printAll}
            </button>
          </div>
        </>
      )}
      {alone && (
        <>
          <p>{words.cards.connect.text}</p>
          <div class="button-row">
            <ConnectButton {...(held.length === 0 ? { look: 'primary' } : {})} />
          </div>
        </>
      )}
      <PrinterWarnings printer={printer} />
      <PrinterFacts printer={printer} />
      {others.length > 0 && (
        <ul class="other-printers" aria-label={say.others}>
          {others.map((other) => (
            <li key={other.id}>
              <ToneMark tone={paperState(other, undefined).tone} />
              <span>{printerName(other)}</span>
              <span class="quiet">{paperState(other, undefined).word}</span>
            </li>
          ))}
        </ul>
      )}
      <p class="quiet">{words.printer.open}</p>
      {!alone && (
        <div class="button-row">
          <a class="button" href={PRINTER_SETTINGS} onClick={onClose}>
            {say.actions.settings}
          </a>
        </div>
      )}
    </Sheet>
  );
}

/** What goes on with it, or what is the matter, with what to do. */
function Standing({ printer, onForgotten }: { printer: PaperPrinterView; onForgotten: () => void }): JSX.Element {
  const model = useModel();
  const jobs = model.jobs.value;
  const queue = queueOf(jobs, printer.id);
  const job = onTheHead(jobs, printer.id);
  const troubled = isAway(printer) || printer.state === 'needs-you';
  const needs = troubled ? (printer.needs ?? { code: 'printer-away' as const }) : undefined;
  const remedy = remedyFor(printer);
  const behind = queue.length - (job ? 1 : 0);

  return (
    <>
      {needs && (
        <div class="notice">
          <strong>{errorWords[needs.code].title}.</strong> {explanationOf(printer, needs.code)}
          {remedy === 'retry' && printer.state === 'connecting' && ` ${say.state.retrying}`}
        </div>
      )}
      {!needs && job && <p>{say.state.printing(model.titleOf(job))}</p>}
      {needs && !isAway(printer) && queue.length > 0 && <p>{say.state.waiting(queue.length)}</p>}
      {!needs && behind > 0 && <p>{words.printer.waiting(behind)}</p>}
      <WaitingNote printer={printer} queue={queue} />
      {(troubled || queue.length > 0) && <PrinterRemedies printer={printer} queue={queue} onForgotten={onForgotten} />}
      {needs?.code === 'printer-away' && printer.link.transport !== 'screen' && (
        <details class="more">
          <summary>{say.notThere}</summary>
          <NotListed transport={printer.link.transport} />
        </details>
      )}
    </>
  );
}
