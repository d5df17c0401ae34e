import type { JSX } from 'preact';

/** A paper tab that comes out of a slot. */
export function Logo(): JSX.Element {
  return (
    <svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <rect class="logo-body" x="2" y="4" width="28" height="13" rx="5" />
      <rect class="logo-slot" x="6" y="11" width="20" height="3" rx="1.5" />
      <path class="logo-paper" d="M8.5 12.5h15V28l-2.5-2-2.5 2-2.5-2-2.5 2-2.5-2-2.5 2z" />
      <path class="logo-ink" d="M12 17.5h8M12 21h5" />
    </svg>
  );
}
