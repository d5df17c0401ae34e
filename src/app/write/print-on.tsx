import type { JSX } from 'preact';
import { Select } from '../controls/select.tsx';
import { useModel } from '../model-context.ts';
import { printerName } from '../printers/printer-names.ts';
import { deskOf } from './picture-desk.ts';
import { usePaper } from './use-paper.ts';
import { writeWords } from './words.ts';

/** Which paper printer prints it, where there are several. */
export function PrintOn(): JSX.Element | null {
  const model = useModel();
  const papers = model.state.value.paperPrinters;
  const paper = usePaper();
  if (papers.length < 2) return null;
  return (
    <Select
      label={writeWords.printOn}
      value={paper.id}
      options={papers.map((other) => ({ value: other.id, label: printerName(other) }))}
      onSelect={async (id) => {
        deskOf(model).paper.value = id;
        return true;
      }}
    />
  );
}
