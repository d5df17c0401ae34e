import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PaperPrinterView } from '../../engine/api.ts';
import { queueOf } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { papersInUse } from '../paper-printers.ts';
import { forgetPrinter } from './printer-actions.ts';
import { printerName } from './printer-names.ts';
import { printerWords } from './words.ts';

const say = printerWords.settings;

interface ForgetPrinterProps {
  readonly printer: PaperPrinterView;
  readonly onKeep: () => void;
  readonly onForgotten: () => void;
}

/** Asks before a paper printer is forgotten, and says where its prints and messages go then. */
export function ForgetPrinter({ printer, onKeep, onForgotten }: ForgetPrinterProps): JSX.Element {
  const model = useModel();
  const keep = useRef<HTMLButtonElement>(null);
  const state = model.state.value;
  const waiting = queueOf(model.jobs.value, printer.id).length;
  const heir = state.paperPrinters.find(({ id }) => id !== printer.id);
  const heirName = heir ? printerName(heir) : '';
  const question = say.forgetAsk(printerName(printer));

  // The button that asked is gone, so the focus would be too.
  useEffect(() => keep.current?.focus(), []);

  const forget = async (): Promise<void> => {
    if (!(await forgetPrinter(model, printer))) return;
    model.say(say.forgotten);
    onForgotten();
  };

  return (
    <fieldset class="confirm">
      <legend class="visually-hidden">{question}</legend>
      <p>
        <strong>{question}</strong> {waiting > 0 && say.forgetJobs(waiting, heirName)}{' '}
        {papersInUse(state).some(({ id }) => id === printer.id) && say.forgetMessages(heirName)}
      </p>
      <div class="button-row">
        <button type="button" class="button danger" onClick={() => void forget()}>
          {say.forgetYes}
        </button>
        <button ref={keep} type="button" class="button" onClick={onKeep}>
          {say.forgetNo}
        </button>
      </div>
    </fieldset>
  );
}
