import type { JSX } from 'preact';
import type { PaperPrinterView } from '../../engine/api.ts';
import { formatMillimetres } from '../format.ts';
import { words } from '../words.ts';
import { printerWords } from './words.ts';

const say = printerWords;

interface PrinterFactsProps {
  readonly printer: PaperPrinterView;
  /** Whether to leave out what only matters to those who look into something. */
  readonly brief?: boolean;
}

/** What a paper printer is, and what it has told of itself. */
export function PrinterFacts({ printer, brief = false }: PrinterFactsProps): JSX.Element {
  const { facts, headWidth, dotsPerMm, model, link } = printer;
  return (
    <dl class="facts">
      <dt>{link.transport === 'screen' ? say.width : say.kind(words.models[model], say.by[link.transport])}</dt>
      <dd>
        {say.size(formatMillimetres(headWidth, dotsPerMm), headWidth)}
        {!brief && `, ${say.dpi(Math.round(dotsPerMm * 25.4))}`}
      </dd>
      {facts.battery !== undefined && (
        <>
          <dt>{say.facts.battery}</dt>
          <dd>{say.facts.percent(facts.battery)}</dd>
        </>
      )}
      {!brief && facts.modelName && (
        <>
          <dt>{say.facts.modelName}</dt>
          <dd>{facts.modelName}</dd>
        </>
      )}
      {!brief && facts.version && (
        <>
          <dt>{say.facts.version}</dt>
          <dd>{facts.version}</dd>
        </>
      )}
      {!brief && facts.serialNumber && (
        <>
          <dt>{say.facts.serialNumber}</dt>
          <dd class="mono">{facts.serialNumber}</dd>
        </>
      )}
    </dl>
  );
}

/** What will soon be at its end; nothing where nothing is. */
export function PrinterWarnings({ printer }: { printer: PaperPrinterView }): JSX.Element | null {
  if (!printer.batteryLow && !printer.paperLow) return null;
  return (
    <div class="notice" role="note">
      {printer.batteryLow && <p>{say.state.batteryLow}</p>}
      {printer.paperLow && <p>{say.state.paperLow}</p>}
    </div>
  );
}
