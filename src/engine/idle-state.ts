import type { EngineState } from './api.ts';

/** The state of an engine that is not running: nothing is known but its phase. */
export function idleState(change: Pick<EngineState, 'phase'> & Partial<EngineState>): EngineState {
  return {
    bridge: { phase: 'off' },
    settings: { server: '', keepAwake: false, notify: false, keepPrints: 0, keepBytes: 0 },
    littlePrinters: [],
    paperPrinters: [],
    retired: [],
    returning: true,
    runsHere: true,
    copies: { state: 'off' },
    ...change,
  };
}
