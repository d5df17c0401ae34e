import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PaperPrinterView } from '../../engine/api.ts';
import { toPapertabError } from '../../errors.ts';
import type { Job } from '../../jobs/job.ts';
import { modelByName } from '../../printers/catalog.ts';
import { useAsker } from '../controls/focus.ts';
import { actionWords } from '../error-words.ts';
import { useModel } from '../model-context.ts';
import { once } from '../once.ts';
import { isAway } from '../status.ts';
import { words } from '../words.ts';
import { ForgetPrinter } from './forget-printer.tsx';
import { Instead } from './instead.tsx';
import { NotListed } from './not-listed.tsx';
import { passMessages } from './printer-actions.ts';
import { neverPrints, remedyFor } from './remedies.ts';
import { printerWords } from './words.ts';

const say = printerWords.actions;

interface PrinterRemediesProps {
  readonly printer: PaperPrinterView;
  /** What is to be printed on it. */
  readonly queue: readonly Job[];
  /** Called when it was forgotten, which is offered for one that can never print; left out where that is offered anyway. */
  readonly onForgotten?: () => void;
}

/** Everything that can be done here about a paper printer that does not print, the likeliest first. */
export function PrinterRemedies({ printer, queue, onForgotten }: PrinterRemediesProps): JSX.Element {
  const model = useModel();
  const [asking, setAsking] = useState<'instead' | 'forget'>();
  const insteadAsker = useAsker(asking === 'instead');
  const forgetAsker = useAsker(asking === 'forget');
  const remedy = remedyFor(printer);
  const first = queue.at(-1);
  const stopped = queue.find(({ state }) => state === 'needs-you' || state === 'printing') ?? first;
  const isStopped = isAway(printer) || printer.state === 'needs-you';
  const isHopeless = neverPrints(printer);
  const { littlePrinters, paperPrinters } = model.state.value;
  const isWanted = littlePrinters.some(({ paperPrinter }) => paperPrinter === printer.id);
  const answered = (): void => setAsking(undefined);

  /** With nothing that waits there is nothing to ask. */
  const letScreen = async (): Promise<void> => {
    const screen = paperPrinters.at(-1)?.id ?? '';
    if (await model.attempt(passMessages(model, printer.id, screen))) model.say(printerWords.instead.movedForGood);
  };

  return (
    <>
      {!asking && (
        <div class="button-row">
          {remedy === 'retry' && (
            <button
              type="button"
              class={isHopeless ? 'button' : 'button primary'}
              onClick={() => void model.attempt(model.engine.reach(printer.id))}
            >
              {say.retry}
            </button>
          )}
          {remedy === 'reload' && (
            <button type="button" class="button primary" onClick={() => model.platform.reload()}>
              {actionWords.reload}
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
            <button ref={insteadAsker} type="button" class="button" onClick={() => setAsking('instead')}>
              {say.instead}
            </button>
          )}
          {isHopeless && queue.length === 0 && isWanted && (
            <button type="button" class="button primary" onClick={() => void letScreen()}>
              {say.instead}
            </button>
          )}
          {isHopeless && onForgotten && (
            <button ref={forgetAsker} type="button" class="button" onClick={() => setAsking('forget')}>
              {say.forget}
            </button>
          )}
          {stopped && (
            <button
              type="button"
              class="button plain"
              onClick={() =>
                once(model, `remedies:${printer.id}`, () => model.attempt(model.engine.cancel(stopped.id)))
              }
            >
              {queue.length > 1 ? words.actions.of(say.cancel, model.titleOf(stopped)) : say.cancel}
            </button>
          )}
        </div>
      )}
      {asking === 'instead' && <Instead from={printer.id} count={queue.length} onDone={answered} />}
      {asking === 'forget' && onForgotten && (
        <ForgetPrinter printer={printer} onKeep={answered} onForgotten={onForgotten} />
      )}
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
