import type { JSX } from 'preact';
import type { PaperPrinterView } from '../../../engine/api.ts';
import { useModel } from '../../model-context.ts';
import { hrefOf } from '../../routes.ts';
import { words } from '../../words.ts';
import { printMessagesOn } from '../printer-actions.ts';
import { printerName } from '../printer-names.ts';
import { printerWords } from '../words.ts';
import { StepHeading } from './step-heading.tsx';

const say = printerWords.connect.done;

/** It works: what happens from now on. */
export function DoneStep({ printer, onClose }: { printer: PaperPrinterView; onClose: () => void }): JSX.Element {
  const model = useModel();
  const name = printerName(printer);
  const here = model.paper.value.id === printer.id;
  const { transport } = printer.link;
  return (
    <>
      <StepHeading text={here ? say.title : say.works(name)} />
      <p>{here ? say.text(name) : say.elsewhere}</p>
      {transport !== 'screen' && <p class="quiet">{say[transport]}</p>}
      <div class="button-row">
        {!here && (
          <button type="button" class="button primary" onClick={() => void printMessagesOn(model, printer.id)}>
            {say.use}
          </button>
        )}
        <button
          type="button"
          class={here ? 'button primary' : 'button'}
          onClick={() => {
            onClose();
            location.hash = hrefOf('paper');
          }}
        >
          {words.app.done}
        </button>
      </div>
    </>
  );
}
