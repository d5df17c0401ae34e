import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { useModel } from '../model-context.ts';
import { printerName } from '../printers/printer-names.ts';
import { words } from '../words.ts';
import { deskOf } from './picture-desk.ts';
import { usePaper } from './use-paper.ts';

/** Which paper printer prints it, where there are several. */
export function PrintOn(): JSX.Element | null {
  const id = useId();
  const model = useModel();
  const papers = model.state.value.paperPrinters;
  const paper = usePaper();
  if (papers.length < 2) return null;
  return (
    <div class="field print-on">
      <label class="field-label" for={id}>
        {words.write.printOn}
      </label>
      <select
        id={id}
        class="select"
        value={paper.id}
        onChange={(event) => {
          deskOf(model).paper.value = event.currentTarget.value;
        }}
      >
        {papers.map((other) => (
          <option key={other.id} value={other.id}>
            {printerName(other)}
          </option>
        ))}
      </select>
    </div>
  );
}
