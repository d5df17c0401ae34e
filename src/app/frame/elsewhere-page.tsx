import type { JSX } from 'preact';
import { MoveHere } from '../controls/move-here.tsx';
import { words } from '../words.ts';
import { Logo } from './logo.tsx';

/** The printer runs in another tab of this browser, and that tab does not answer. */
export function ElsewherePage(): JSX.Element {
  const say = words.cards.elsewhere;
  return (
    <section class="whole-page card">
      <Logo />
      <h1 tabIndex={-1}>{say.title}</h1>
      <p>{say.text}</p>
      <MoveHere />
      <p class="quiet">{say.hint}</p>
    </section>
  );
}
