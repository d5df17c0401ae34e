import type { JSX } from 'preact';
import type { Way } from './steps.ts';

/** Our own drawings of kinds of printers, with the paper that comes out of each. */
const DRAWINGS: Readonly<Record<Way, { readonly body: string; readonly paper: string }>> = {
  paperang: { body: 'M10 18h28v22a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4zM10 26h28M24 35v.1', paper: 'M15 18V6h18v12' },
  serial: {
    body: 'M6 22h36v18a3 3 0 0 1-3 3H9a3 3 0 0 1-3-3zM6 30h36M12 36h8M30 43v2',
    paper: 'M14 22V5l3 2 3-2 3 2 3-2 3 2 3-2 2 2v15',
  },
  all: {
    body: 'M8 20h32v20a3 3 0 0 1-3 3H11a3 3 0 0 1-3-3zM24 39v.1M21 30a3 3 0 1 1 4 2.6c-.8.4-1 1-1 2',
    paper: 'M16 20V8h16v12',
  },
};

/** A kind of printer, drawn; whoever cannot see it misses nothing. */
export function KindIcon({ way }: { way: Way }): JSX.Element {
  const { body, paper } = DRAWINGS[way];
  return (
    <svg class="kind-icon" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false">
      <path class="kind-paper" d={paper} />
      <path d={body} />
    </svg>
  );
}
