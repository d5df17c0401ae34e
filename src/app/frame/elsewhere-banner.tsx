import type { JSX } from 'preact';
import { MoveHere } from '../controls/move-here.tsx';
import { moveWords } from '../controls/move-words.ts';

/** The printer runs in another tab, and this one shows it. */
export function ElsewhereBanner(): JSX.Element {
  return (
    <section class="elsewhere-banner" aria-label={moveWords.banner}>
      <p>{moveWords.banner}</p>
      <MoveHere look="plain" />
    </section>
  );
}
