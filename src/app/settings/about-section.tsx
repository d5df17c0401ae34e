import type { JSX } from 'preact';
import { Section } from './section.tsx';
import { settingsWords } from './words.ts';

declare const __APP_VERSION__: string;

/** What the page is made with, and under which licence. */
const PARTS = [
  ['Preact', 'MIT'],
  ['Preact Signals', 'MIT'],
  ['Comlink', 'Apache-2.0'],
  ['idb', 'ISC'],
  ['Valibot', 'MIT'],
  ['Workbox', 'MIT'],
  ['Atkinson Hyperlegible', 'OFL-1.1'],
] as const;

/** What this is, and what it is made with. */
export function AboutSection(): JSX.Element {
  const say = settingsWords.about;
  return (
    <Section name="about" heading={say.heading}>
      <p>
        <strong>{say.version(__APP_VERSION__)}</strong>
      </p>
      <p>
        {say.licence} {say.what}
      </p>
      <p class="quiet">
        {say.parts} {PARTS.map(([name, licence]) => say.partLine(name, licence)).join(', ')}.
      </p>
    </Section>
  );
}
