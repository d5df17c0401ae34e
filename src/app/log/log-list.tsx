import type { JSX } from 'preact';
import { Fragment } from 'preact';
import type { LogEntry } from '../../jobs/log-entry.ts';
import { formatDay } from '../format.ts';
import { LOCALE } from '../words.ts';
import { spaced } from './log-text.ts';
import { logWords } from './words.ts';

const timeOfDay = new Intl.DateTimeFormat(LOCALE, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** Bytes after which the hex of an entry is cut. */
const MOST_BYTES = 64;

interface LogListProps {
  /** The newest first. */
  readonly entries: readonly LogEntry[];
  /** What an id in an entry is called, where it is known. */
  readonly nameOf: (id: string) => string | undefined;
}

/** Entries of the log, with a line wherever another day or another engine begins. */
export function LogList({ entries, nameOf }: LogListProps): JSX.Element {
  return (
    <ol class="log-list" aria-label={logWords.list}>
      {entries.map((entry, i) => {
        const newer = entries[i - 1];
        const older = entries[i + 1];
        const day = formatDay(entry.at);
        return (
          <Fragment key={entry.id}>
            {(!newer || formatDay(newer.at) !== day) && <li class="log-day">{day}</li>}
            <LogLine entry={entry} name={entry.about === undefined ? undefined : nameOf(entry.about)} />
            {older && older.epoch !== entry.epoch && <li class="log-epoch">{logWords.epoch(entry.epoch)}</li>}
          </Fragment>
        );
      })}
    </ol>
  );
}

function LogLine({ entry, name }: { entry: LogEntry; name: string | undefined }): JSX.Element {
  const { at, kind, text, about, hex } = entry;
  return (
    <li class={`log-entry ${kind}`}>
      <time dateTime={new Date(at).toISOString()}>{timeOfDay.format(at)}</time>
      <span class="log-kind">{logWords.kinds[kind]}</span>
      <span class="log-text">
        {text} {about !== undefined && <span class="log-about">{name ?? about}</span>}
        {hex && <Hex hex={hex} />}
      </span>
    </li>
  );
}

function Hex({ hex }: { hex: string }): JSX.Element {
  const count = hex.length / 2;
  return (
    <details class="log-hex">
      <summary>{count >= MOST_BYTES ? logWords.bytesCut(count) : logWords.bytes(count)}</summary>
      <code>{spaced(hex)}</code>
    </details>
  );
}
