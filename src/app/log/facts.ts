import type { BridgeStatus } from '../../bridge/status.ts';
import type { EngineState, PaperPrinterView } from '../../engine/api.ts';
import type { ErrorReport } from '../../errors.ts';
import type { GattService } from '../../printers/transports/gatt-services.ts';
import { formatDayAndTime } from '../format.ts';
import { paperOf } from '../paper-printers.ts';
import { printerName } from '../printers/printer-names.ts';
import { words } from '../words.ts';
import { logWords } from './words.ts';

declare const __APP_VERSION__: string;

const say = logWords.facts;

/** One thing that is known, for those who look into something. */
export interface Fact {
  readonly what: string;
  readonly value: string;
}

interface FactsWorld {
  readonly state: EngineState;
  readonly userAgent: string;
  readonly pageUrl: string;
  /** Of the newest entry of the log. */
  readonly epoch: number | undefined;
}

/** What is known of this tab, its connection, its engine and its printers: no claim code and no secret among it. */
export function factsOf({ state, userAgent, pageUrl, epoch }: FactsWorld): Fact[] {
  const engine = epoch === undefined ? say.unknown : String(epoch);
  return [
    { what: say.version, value: __APP_VERSION__ },
    { what: say.browser, value: userAgent },
    { what: say.page, value: pageUrl.replace(/[?#].*$/, '') },
    { what: say.server, value: state.settings.server },
    { what: say.connection, value: connectionOf(state.bridge) },
    { what: say.engine, value: (state.runsHere ? say.engineHere : say.engineElsewhere)(engine) },
    ...state.littlePrinters.map(({ name, deviceAddress, claim, paperPrinter }) => {
      const paper = paperOf(state, paperPrinter);
      return {
        what: say.littlePrinter(name),
        value: say.stands(deviceAddress, claim, paper ? printerName(paper) : paperPrinter),
      };
    }),
    ...state.paperPrinters.map((printer) => ({
      what: say.paperPrinter(printerName(printer)),
      value: paperFacts(printer),
    })),
  ];
}

/** The services of a Bluetooth device, a line each. */
export function serviceLines(services: readonly GattService[]): string[] {
  return services.flatMap(({ uuid, characteristics }) => [
    uuid,
    ...characteristics.map((one) => `  ${one.uuid} ${one.properties.join(' ')}`),
  ]);
}

function connectionOf(bridge: BridgeStatus): string {
  switch (bridge.phase) {
    case 'off':
      return say.phases.off;
    case 'connecting':
      return withTrouble(say.phases.connecting(bridge.attempt), bridge.trouble);
    case 'connected':
      return say.phases.connected(formatDayAndTime(bridge.since));
    case 'waiting':
      return withTrouble(say.phases.waiting(bridge.attempt, formatDayAndTime(bridge.retryAt)), bridge.trouble);
  }
}

function withTrouble(text: string, trouble: ErrorReport | undefined): string {
  return trouble ? `${text}, ${say.trouble(trouble.code, trouble.detail)}` : text;
}

function pairs(values: object): string[] {
  return Object.entries(values).map(([name, value]) => `${name} ${value}`);
}

function paperFacts({ id, model, link, state, needs, headWidth, settings, facts }: PaperPrinterView): string {
  const parts = [id, words.models[model], link.transport, withTrouble(state, needs), `${headWidth} dots`];
  if (link.transport !== 'screen') parts.push(...pairs(settings), ...pairs(facts));
  return parts.join(', ');
}
