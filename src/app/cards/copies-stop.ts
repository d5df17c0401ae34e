import type { Platform } from '../platform.ts';

const KEY = 'copies-stopped';

/** Whether the user has put away that copies have stopped. */
export function knowsOfStop(memory: Platform['memory']): boolean {
  return memory.get(KEY) === 'yes';
}

/** Remembers whether the user knows that; what stops after it was cured is news. */
export function rememberStop(memory: Platform['memory'], known: boolean): void {
  if (knowsOfStop(memory) !== known) memory.set(KEY, known ? 'yes' : 'no');
}
