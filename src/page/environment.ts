import type { PageEvent } from '../engine/api.ts';

/** The parts of the browser that tell how the page stands in the world. */
export interface EnvironmentPlatform {
  readonly window: Pick<Window, 'addEventListener'>;
  readonly document: Pick<Document, 'addEventListener' | 'visibilityState'>;
}

/**
 * Tells the engine what only the page can see: a worker hears neither of the network nor of being shown, hidden, frozen
 * or left.
 */
export function watchEnvironment({ window, document }: EnvironmentPlatform, tell: (event: PageEvent) => void): void {
  window.addEventListener('online', () => tell('online'));
  window.addEventListener('offline', () => tell('offline'));
  window.addEventListener('pagehide', () => tell('leaving'));
  // Back from the back-forward cache: the worker was stopped meanwhile, as after a freeze.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) tell('resume');
  });
  document.addEventListener('visibilitychange', () =>
    tell(document.visibilityState === 'visible' ? 'visible' : 'hidden'),
  );
  document.addEventListener('freeze', () => tell('freeze'));
  document.addEventListener('resume', () => tell('resume'));
  tell(document.visibilityState === 'visible' ? 'visible' : 'hidden');
}
