import { useEffect, useState } from 'preact/hooks';
import type { PaperPrinterView } from '../../engine/api.ts';
import { useModel } from '../model-context.ts';
import type { ServicesOf } from './log-facts.tsx';

/** Whether its connection is there, so that it can be asked. */
function isConnected({ state }: PaperPrinterView): boolean {
  return state !== 'away' && state !== 'connecting';
}

/** Asks the connected Bluetooth printers what they show. Only the tab that holds their connections can. */
export function useServices(): ServicesOf {
  const { platform, state } = useModel();
  const { paperPrinters, runsHere } = state.value;
  const [services, setServices] = useState<ServicesOf>(new Map());
  const printers = runsHere ? paperPrinters.filter(({ link }) => link.transport === 'bluetooth') : [];
  // The engine tells of every change with new objects: only what matters here is compared.
  const mark = printers.map((printer) => `${printer.id} ${isConnected(printer)}`).join('\n');

  useEffect(() => {
    let stale = false;
    const tell = (id: string, found: ServicesOf extends ReadonlyMap<string, infer Found> ? Found : never): void => {
      if (!stale) setServices((before) => new Map(before).set(id, found));
    };
    setServices(new Map(printers.map(({ id }) => [id, undefined])));
    for (const printer of printers) {
      if (!isConnected(printer)) tell(printer.id, 'none');
      else {
        platform.printers.services(printer).then(
          (found) => tell(printer.id, found),
          () => tell(printer.id, 'none'),
        );
      }
    }
    return () => {
      stale = true;
    };
  }, [platform, mark]);
  return services;
}
