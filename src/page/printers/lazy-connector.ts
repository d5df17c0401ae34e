import type { EngineEvent } from '../../engine/api.ts';
import type { PrinterConnector } from './connector.ts';

/**
 * A connector that is loaded when somebody first asks for a printer, or is known to have one here: on the screen alone
 * nothing of it is needed. By the time that a printer comes back, a new version may have taken away what would have to be
 * loaded for it. Asking for `support` loads it, so that nothing is left to load when a click opens the browser's list.
 */
export function lazyConnector(load: () => Promise<PrinterConnector>): PrinterConnector {
  let loading: Promise<PrinterConnector> | undefined;
  let ahead = false;
  const loaded = (): Promise<PrinterConnector> => {
    loading ??= load().catch((thrown) => {
      // The network may be back when it is asked for again.
      loading = undefined;
      throw thrown;
    });
    return loading;
  };
  return {
    support: async () => (await loaded()).support(),
    chooseBluetooth: async (which) => (await loaded()).chooseBluetooth(which),
    chooseSerial: async () => (await loaded()).chooseSerial(),
    tap: async (printer) => (await loaded()).tap(printer),
    equalPorts: async (printer) => (await loaded()).equalPorts(printer),
    services: async (printer) => (await loaded()).services(printer),
    forget: async (printer) => (await loaded()).forget(printer),
    hear(event) {
      const wanted = event.type === 'reach' || (!ahead && hasPrinter(event));
      ahead ||= wanted;
      if (loading === undefined && !wanted) return;
      void loaded().then(
        (connector) => connector.hear(event),
        // The engine asks again.
        () => {},
      );
    },
  };
}

/** Whether the engine of this tab says that it has more to print on than the screen. */
function hasPrinter(event: EngineEvent): boolean {
  return event.type === 'state' && event.state.runsHere && event.state.paperPrinters.length > 1;
}
