import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PaperPrinterView } from '../../engine/api.ts';
import { toPapertabError } from '../../errors.ts';
import type { Job } from '../../jobs/job.ts';
import { modelByName } from '../../printers/catalog.ts';
import { useAsker } from '../controls/focus.ts';
import { useModel } from '../model-context.ts';
import { isAway } from '../status.ts';
import { Instead } from './instead.tsx';
import { NotListed } from './not-listed.tsx';
import { remedyFor } from './remedies.ts';
import { printerWords } from './words.ts';

const say = printerWords.actions;

interface PrinterRemediesProps {
  readonly printer: PaperPrinterView;
  /** What is to be printed on it. */
  readonly queue: readonly Job[];
}

/** Everything that can be done here about a paper printer that does not print, the likeliest first. */
export function PrinterRemedies({ printer, queue }: PrinterRemediesProps): JSX.Element {
  const model = useModel();
  const [instead, setInstead] = useState(false);
  const asker = useAsker(instead);
  const remedy = remedyFor(printer);
  const first = queue.at(-1);
  const stopped = queue.find(({ state }) => state === 'needs-you' || state === 'printing') ?? first;
  const isStopped = isAway(printer) || printer.state === 'needs-you';

  return (
    <>
      {!instead && (
        <div class="button-row">
          {remedy === 'retry' && (
            <button
              type="button"
              class="button primary"
              onClick={() => void model.attempt(model.engine.reach(printer.id))}
            >
              {say.retry}
            </button>
          )}
          {remedy === 'which' && (
            <button
              type="button"
              class="button primary"
              onClick={() => {
                model.sheet.value = { kind: 'which', printer: printer.id };
              }}
            >
              {say.which}
            </button>
          )}
          {remedy === 'tap' && <TapButton printer={printer} />}
          {isStopped && queue.length > 0 && (
            <button ref={asker} type="button" class="button" onClick={() => setInstead(true)}>
              {say.instead}
            </button>
          )}
          {stopped && (
            <button
              type="button"
              class="button plain"
              onClick={() => void model.attempt(model.engine.cancel(stopped.id))}
            >
              {say.cancel}
            </button>
          )}
        </div>
      )}
      {instead && <Instead from={printer.id} count={queue.length} onDone={() => setInstead(false)} />}
    </>
  );
}

/** Lets the browser ask once more for a printer that it knew before; what becomes of that is said below. */
function TapButton({ printer }: { printer: PaperPrinterView }): JSX.Element {
  const model = useModel();
  const [outcome, setOutcome] = useState<'none' | 'cancelled' | 'other'>('none');
  const transport = printer.link.transport === 'serial' ? 'serial' : 'bluetooth';
  // The browser's list knows nothing of the name that a user gave it.
  const isOwnName = transport === 'bluetooth' && modelByName(printer.name) !== undefined;

  // What opens the browser's list may not be here yet, and must not have to be fetched in the click: that counts no more then.
  useEffect(() => void model.platform.printers.support().catch(() => undefined), [model]);

  const tap = async (): Promise<void> => {
    try {
      await model.platform.printers.tap(printer);
      setOutcome('none');
    } catch (thrown) {
      const { code } = toPapertabError(thrown);
      if (code === 'chooser-cancelled') setOutcome('cancelled');
      else if (code === 'printer-away') setOutcome('other');
      else await model.attempt(Promise.reject(thrown));
    }
  };

  return (
    <>
      <button type="button" class="button primary" onClick={() => void tap()}>
        {say.tap}
      </button>
      {outcome === 'other' && (
        <p class="notice row-wide" role="alert">
          {isOwnName ? printerWords.tap.other(printer.name) : printerWords.tap.otherNameless}
        </p>
      )}
      {outcome === 'cancelled' && (
        <div class="row-wide not-listed" role="status">
          <h3>{printerWords.connect.notListed.title}</h3>
          <NotListed transport={transport} />
        </div>
      )}
    </>
  );
}
