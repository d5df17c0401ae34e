import { beforeEach, expect, it } from 'vitest';
import type { EngineEvent, EngineState } from '../../engine/api.ts';
import { idleState } from '../../engine/idle-state.ts';
import type { PrinterConnector } from './connector.ts';
import { lazyConnector } from './lazy-connector.ts';

const REACH: EngineEvent = {
  type: 'reach',
  paperPrinter: 'p',
  link: { transport: 'bluetooth', device: 'd' },
  baudRate: 9600,
  flowControl: 'none',
};

let loads: number;
let isGone: boolean;
let heard: EngineEvent[];
let connector: PrinterConnector;

beforeEach(() => {
  loads = 0;
  isGone = false;
  heard = [];
  connector = lazyConnector(async () => {
    loads += 1;
    if (isGone) throw new TypeError('Failed to fetch dynamically imported module');
    return { hear: (event) => heard.push(event) } satisfies Partial<PrinterConnector> as unknown as PrinterConnector;
  });
});

/** The engine tells how it stands, with so many paper printers. */
function state(papers: number, change: Partial<EngineState> = {}): EngineEvent {
  const paperPrinters = Array.from({ length: papers }) as EngineState['paperPrinters'];
  return { type: 'state', state: { ...idleState({ phase: 'running' }), paperPrinters, ...change } };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

it('is not loaded while there is only the screen, nor for the printers of another tab', async () => {
  connector.hear(state(1));
  connector.hear(state(3, { runsHere: false }));
  await settled();
  expect(loads).toBe(0);
});

it('is loaded as soon as there is a printer, before anything is asked of it', async () => {
  connector.hear(state(2));
  connector.hear(state(2));
  await settled();
  expect(loads).toBe(1);
  // Nothing can be loaded any more.
  isGone = true;
  connector.hear(REACH);
  await settled();
  expect(heard).toContain(REACH);
});

it('is not asked for with every word of the engine when it cannot be loaded, but when it is needed', async () => {
  isGone = true;
  for (let times = 0; times < 5; times++) {
    connector.hear(state(2));
    await settled();
  }
  expect(loads).toBe(1);
  isGone = false;
  connector.hear(REACH);
  await settled();
  expect(heard).toEqual([REACH]);
});
