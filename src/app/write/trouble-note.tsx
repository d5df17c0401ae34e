import type { JSX } from 'preact';
import type { ErrorReport } from '../../errors.ts';
import { MAX_ROWS } from '../../sirius/runs.ts';
import { formatLength } from '../format.ts';
import { troubleWords } from './picture-trouble.ts';
import { pictureWords as say } from './picture-words.ts';
import { usePaper } from './use-paper.ts';

interface TroubleNoteProps {
  readonly trouble: ErrorReport;
  /** Tries again what can be tried again. */
  readonly onAgain?: () => void;
}

/** What went wrong with a picture, and what to do. */
export function TroubleNote({ trouble, onAgain }: TroubleNoteProps): JSX.Element {
  const paper = usePaper();
  const { title, text } = troubleWords(trouble, formatLength(MAX_ROWS, paper.dotsPerMm));
  return (
    <div class="error-note picture-trouble" role="alert">
      <p>
        <strong>{title}.</strong> {text}
      </p>
      {onAgain && trouble.code === 'pictures-lost' && (
        <button type="button" class="button" onClick={onAgain}>
          {say.again}
        </button>
      )}
    </div>
  );
}
