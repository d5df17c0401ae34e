import type { JSX } from 'preact';
import type { PaperPrinterView } from '../../engine/api.ts';
import type { GattService } from '../../printers/transports/gatt-services.ts';
import { useModel } from '../model-context.ts';
import { printerName } from '../printers/printer-names.ts';
import { type Fact, serviceLines } from './facts.ts';
import { logWords } from './words.ts';

const say = logWords.facts;

/** The services of the Bluetooth printers that are connected, by paper printer; `undefined` while they are asked for. */
export type ServicesOf = ReadonlyMap<string, readonly GattService[] | 'none' | undefined>;

/** What is known of the tab and its printers, above the log. */
export function LogFacts({ facts, services }: { facts: readonly Fact[]; services: ServicesOf }): JSX.Element {
  const model = useModel();
  const printers = model.state.value.paperPrinters.filter(({ id }) => services.has(id));
  return (
    <details class="more log-facts">
      <summary>{say.heading}</summary>
      <dl class="facts">
        {facts.map(({ what, value }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd class="mono">{value}</dd>
          </div>
        ))}
        {printers.map((printer) => (
          <div key={printer.id}>
            <dt>{say.services(printerName(printer))}</dt>
            <dd>
              <Services printer={printer} services={services} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Services({ printer, services }: { printer: PaperPrinterView; services: ServicesOf }): JSX.Element {
  const known = services.get(printer.id);
  if (known === undefined) return <span class="quiet">{say.servicesWait}</span>;
  if (known === 'none') return <span class="quiet">{say.servicesNone}</span>;
  return (
    <>
      <pre class="log-services">{serviceLines(known).join('\n')}</pre>
      <span class="field-note">{say.servicesHint}</span>
    </>
  );
}
