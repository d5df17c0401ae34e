import type { PrinterConnector } from './connector.ts';

/**
 * A connector that is loaded when somebody first asks for a printer: on the screen alone nothing of it is needed. Asking
 * for `support` loads it, so that nothing is left to load when a click opens the browser's list.
 */
export function lazyConnector(load: () => Promise<PrinterConnector>): PrinterConnector {
  let loading: Promise<PrinterConnector> | undefined;
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
      if (loading === undefined && event.type !== 'reach') return;
      void loaded().then(
        (connector) => connector.hear(event),
        // The engine asks again.
        () => {},
      );
    },
  };
}
