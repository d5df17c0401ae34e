import type { JSX } from 'preact';

/** A sheet, and the way that it is turned. */
export function TurnIcon(): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      <path d="M4.5 11.5h9v9h-9zM9 7.5V6.500a3 3 0 0 1 3-3h1.500a5 5 0 0 1 5 5v5.500M15.500 11l3 3 3-3" />
    </svg>
  );
}
