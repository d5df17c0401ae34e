import type { JSX } from 'preact';
import { printerWords } from './words.ts';

const say = printerWords.connect.notListed;

interface NotListedProps {
  readonly transport: 'bluetooth' | 'serial';
  /** Whether the list can be opened with every device in it. */
  readonly canShowAll?: boolean;
}

/** What to look at when a printer is not in the browser's list, or does not answer. */
export function NotListed({ transport, canShowAll = false }: NotListedProps): JSX.Element {
  const isAndroid = transport === 'bluetooth' && navigator.userAgent.includes('Android');
  const items = [...say[transport], ...(isAndroid ? [say.android] : []), ...(canShowAll ? [say.otherName] : [])];
  return (
    <dl class="checklist">
      {items.map(([question, answer]) => (
        <div key={question}>
          <dt>{question}</dt>
          <dd>{answer}</dd>
        </div>
      ))}
    </dl>
  );
}
