/** Milliseconds that one call takes; quick ones are called several times so that the clock can tell. */
export function time(action: () => unknown, calls: number): number {
  const start = performance.now();
  for (let i = 0; i < calls; i++) action();
  return (performance.now() - start) / calls;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
