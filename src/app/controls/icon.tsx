import type { JSX } from 'preact';

/** Our own icons, drawn in strokes on a grid of 24; what is filled is said so by the style of its name. */
const PATHS = {
  paper: 'M4 5h16M7 5v13l2 1.6 2-1.6 2 1.6 2-1.6 2 1.6V5M10 9h4M10 12.5h4',
  write: 'M4.5 19.5l1-4L16 5l3 3L8.5 18.5zM14 7l3 3M13 19.5h6.5',
  history: 'M4 12a8 8 0 1 0 2.6-5.9L4 8.5M4 4v4.5h4.5M12 8v4.5l3 2',
  settings: 'M4 7.5h9M17 7.5h3M15 5.5v4M4 16.5h3M11 16.5h9M9 14.5v4',
  copy: 'M9 9h10v10.5H9zM15 9V4.5H5V15h4',
  open: 'M13 4.5h6.5V11M19.5 4.5L11 13M17 13.5v6H4.5V7h6',
  save: 'M12 4v10.5M7.5 10.5L12 15l4.5-4.5M5 19.5h14',
  again: 'M19.5 12a7.5 7.5 0 1 1-2.4-5.5L19.5 8.7M19.5 4v4.7h-4.7',
  remove: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5',
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5.5v13M5.5 12h13',
  minus: 'M5.5 12h13',
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  file: 'M7 3.5h6.5L18 8v12.5H7zM13.5 3.5V8H18',
} as const;

export type IconName = keyof typeof PATHS;

/** A sign beside words; whoever cannot see it misses nothing. */
export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** Black and white exchanged. */
export function InvertIcon(): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d="M12 4a8 8 0 0 0 0 16z" />
      <path d="M12 4a8 8 0 0 1 0 16z" class="filled" />
    </svg>
  );
}
