import type { JSX } from 'preact';
import type { Tone } from '../status.ts';

/** A state as a shape: told apart without colour. */
export function ToneMark({ tone }: { tone: Tone }): JSX.Element {
  return (
    <svg class={`tone-mark ${tone}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {tone === 'ready' && (
        <>
          <circle class="solid" cx="8" cy="8" r="7" />
          <path class="on-solid" d="M4.8 8.2l2.3 2.3 4.2-4.7" />
        </>
      )}
      {tone === 'busy' && (
        <>
          <circle class="line" cx="8" cy="8" r="6.2" />
          <path class="solid" d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" />
        </>
      )}
      {tone === 'needs-you' && (
        <>
          <path class="solid" d="M8 .8l7.4 13.4H.6z" />
          <path class="on-solid" d="M8 5.6v4M8 11.6v.3" />
        </>
      )}
      {tone === 'lost' && (
        <>
          <circle class="line" cx="8" cy="8" r="6.2" />
          <path class="line" d="M5.5 5.5l5 5M10.5 5.5l-5 5" />
        </>
      )}
      {tone === 'off' && <circle class="line dashed" cx="8" cy="8" r="6.2" />}
    </svg>
  );
}
