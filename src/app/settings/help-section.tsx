import type { JSX } from 'preact';
import { Section } from './section.tsx';
import { LOG_PAGE } from './sections.ts';
import { settingsWords } from './words.ts';

const say = settingsWords.help;

/** The way to the log. */
export function HelpSection(): JSX.Element {
  return (
    <Section name="help" heading={say.heading}>
      <p>{say.what}</p>
      <div class="button-row">
        <a class="button" href={LOG_PAGE}>
          {say.open}
        </a>
      </div>
    </Section>
  );
}
