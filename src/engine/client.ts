import type { EngineApi, EngineEvent } from './api.ts';

/** The engine as a page holds it: the worker's API with every call a promise. */
export type Engine = {
  [K in Exclude<keyof EngineApi, 'watch'>]: (
    ...args: Parameters<EngineApi[K]>
  ) => Promise<Awaited<ReturnType<EngineApi[K]>>>;
};

/**
 * Starts the engine worker and keeps one running: when it dies another is started and `listener` hears of it.
 * Calls made while there is no engine wait for the next one.
 */
export declare function startEngine(listener: (event: EngineEvent) => void): Engine;
