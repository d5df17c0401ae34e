import type { JSX } from 'preact';
import type { ErrorReport } from '../../errors.ts';
import { errorWords } from '../error-words.ts';

/** What went wrong, in words, beside what it belongs to; `isNews` when it is to be read out, because it has just happened. */
export function ErrorNote({ error, isNews = true }: { error: ErrorReport; isNews?: boolean }): JSX.Element {
  const { title, explanation } = errorWords[error.code];
  return (
    <div class="error-note" role={isNews ? 'alert' : undefined}>
      <strong>{title}.</strong> {explanation}
    </div>
  );
}
