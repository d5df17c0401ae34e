import type { JSX } from 'preact';
import { printerWords } from './words.ts';

const say = printerWords.connect.notListed;

/** What to look at when a printer is not in the browser's list, or does not answer. */
export function NotListed({ transport }: { transport: 'bluetooth' | 'serial' }): JSX.Element {
  return (
    <dl class="checklist">
      {say[transport].map(([question, answer]) => (
        <div key={question}>
          <dt>{question}</dt>
          <dd>{answer}</dd>
        </div>
      ))}
    </dl>
  );
}
