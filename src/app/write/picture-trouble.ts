import type { ErrorReport } from '../../errors.ts';
import { errorWords } from '../error-words.ts';
import { pictureWords } from './picture-words.ts';

/** What went wrong with a picture, and what to do. */
export interface TroubleWords {
  readonly title: string;
  readonly text: string;
}

/** An error in words that fit a picture of one's own; `longest` is the longest paper, in words. */
export function troubleWords({ code, detail }: ErrorReport, longest: string): TroubleWords {
  const say = pictureWords.troubles;
  switch (code) {
    case 'picture-file':
      if (detail === 'unreadable') return say.unreadable;
      if (detail === 'HEIC') return say.heic;
      if (detail === undefined || detail === 'unknown') return say.unknown;
      return say.damaged(detail);
    case 'picture-file-size':
      return say.tooLarge;
    case 'picture-size':
      return say.tooLong(longest);
    case 'pictures-lost':
      return say.lost;
    default:
      return { title: errorWords[code].title, text: errorWords[code].explanation };
  }
}
