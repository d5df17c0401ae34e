import type { JSX } from 'preact';
import type { ErrorReport } from '../../errors.ts';
import { errorWords } from '../error-words.ts';

/** What went wrong, in words, beside what it belongs to. */
export function ErrorNote({ error }: { error: ErrorReport }): JSX.Element {
  const { title, explanation } = errorWords[error.code];
  return (
    <div class="error-note" role="alert">
      <strong>{title}.</strong> {explanation}
    </div>
  );
}
