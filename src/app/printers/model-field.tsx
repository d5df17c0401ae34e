import type { JSX } from 'preact';
import type { PaperPrinterView } from '../../engine/api.ts';
import { CATALOG, isModelId, type ModelId, modelOf } from '../../printers/catalog.ts';
import { Select } from '../controls/select.tsx';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';
import { printerWords } from './words.ts';

/** Which model a paper printer is: those that speak its language. */
export function ModelField({ printer }: { printer: PaperPrinterView }): JSX.Element {
  const model = useModel();
  const { language } = modelOf(printer.model);
  const like = (Object.keys(CATALOG) as ModelId[]).filter((id) => modelOf(id).language === language);
  return (
    <Select
      label={printerWords.settings.model}
      value={printer.model}
      options={like.map((id) => ({ value: id, label: words.models[id] }))}
      onSelect={async (id) =>
        isModelId(id) && (await model.attempt(model.engine.configurePaperPrinter(printer.id, { model: id })))
      }
    />
  );
}
