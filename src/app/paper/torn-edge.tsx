import type { JSX } from 'preact';

/** Teeth of the bar that paper is torn on, across the whole edge. */
const TEETH = 46;

/**
 * The edge where paper was torn off: uneven, and always the same for the same print. `side` is the edge of the paper
 * that it is.
 */
export function TornEdge({ seed, side }: { seed: number; side: 'head' | 'foot' }): JSX.Element {
  return (
    <svg class={`torn-edge ${side}`} viewBox={`0 0 ${TEETH * 2} 6`} preserveAspectRatio="none" aria-hidden="true">
      <path d={edgePath(seed * 2 + (side === 'head' ? 1 : 0))} />
    </svg>
  );
}

function edgePath(seed: number): string {
  let state = (seed * 2654435761 + 97) >>> 0;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  let path = 'M0 0V3';
  for (let tooth = 0; tooth < TEETH; tooth++) {
    const low = 4.2 + random() * 1.6;
    const high = 1.6 + random() * 1.6;
    path += `L${tooth * 2 + 1} ${low.toFixed(1)}L${tooth * 2 + 2} ${high.toFixed(1)}`;
  }
  return `${path}V0Z`;
}
