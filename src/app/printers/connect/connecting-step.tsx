import type { JSX } from 'preact';
import type { PaperPrinterView } from '../../../engine/api.ts';
import { errorWords } from '../../error-words.ts';
import { queueOf } from '../../job-list.ts';
import { useModel } from '../../model-context.ts';
import { isAway } from '../../status.ts';
import { explanationOf } from '../explanation.ts';
import { NotListed } from '../not-listed.tsx';
import { PrinterFacts, PrinterWarnings } from '../printer-facts.tsx';
import { printerName } from '../printer-names.ts';
import { PrinterRemedies } from '../printer-remedies.tsx';
import { neverPrints, remedyFor } from '../remedies.ts';
import { printerWords } from '../words.ts';
import { ConnectingWait } from './connecting-wait.tsx';
import { StepHeading } from './step-heading.tsx';
import type { Go } from './steps.ts';

const say = printerWords.connect.connecting;

interface ConnectingStepProps {
  readonly printer: PaperPrinterView;
  readonly go: Go;
  /** What can be done about it as long as it was only just added; absent for one that was there before. */
  readonly added?: {
    /** Whether messages came out on the screen before. */
    readonly stays: boolean;
    /** Takes the printer back and begins anew. */
    readonly onOther: () => void;
    /** Does without one that can never print. */
    readonly onWithout: () => void;
  };
}

/** Follows the printer from the first attempt until it is ready, or says why it is not. */
export function ConnectingStep({ printer, go, added }: ConnectingStepProps): JSX.Element {
  const model = useModel();
  const name = printerName(printer);
  const away = isAway(printer);
  const connecting = !away && printer.state === 'connecting';
  const remedy = remedyFor(printer);
  const hopeless = neverPrints(printer);
  const needs = printer.needs ?? { code: 'printer-away' as const };
  const awayTitle = needs.code === 'printer-away' ? say.away(name) : errorWords[needs.code].title;
  const retrying = remedy === 'retry' && printer.state === 'connecting';

  return (
    <>
      <StepHeading text={connecting ? say.title(name) : away ? awayTitle : say.ready(name)} />
      {connecting && <ConnectingWait link={printer.link} />}
      {away && (
        <>
          <p>
            {explanationOf(printer, needs.code)} {retrying && printerWords.state.retrying}
          </p>
          {!(added && hopeless) && (
            <PrinterRemedies
              printer={printer}
              queue={queueOf(model.jobs.value, printer.id)}
              onForgotten={() => go({ at: 'kind' })}
            />
          )}
          {needs.code === 'printer-away' && printer.link.transport !== 'screen' && (
            <details class="more" open>
              <summary>{printerWords.notThere}</summary>
              <NotListed transport={printer.link.transport} />
            </details>
          )}
        </>
      )}
      {!connecting && !away && (
        <>
          {printer.state === 'needs-you' && (
            <p class="notice" role="status">
              <strong>{errorWords[needs.code].title}.</strong> {errorWords[needs.code].explanation}
            </p>
          )}
          <PrinterWarnings printer={printer} />
          <PrinterFacts printer={printer} brief />
          <p>{say.next}</p>
          <div class="button-row">
            <button type="button" class="button primary" onClick={() => go({ at: 'test', printer: printer.id })}>
              {say.test}
            </button>
            <button type="button" class="button plain" onClick={() => go({ at: 'done', printer: printer.id })}>
              {say.skip}
            </button>
          </div>
        </>
      )}
      {(connecting || away) && added && (
        <div class="button-row">
          {hopeless && (
            <button type="button" class="button primary" onClick={added.onWithout}>
              {added.stays ? say.stay : say.without}
            </button>
          )}
          <button type="button" class={hopeless ? 'button' : 'button plain'} onClick={added.onOther}>
            {say.wrong}
          </button>
        </div>
      )}
    </>
  );
}
