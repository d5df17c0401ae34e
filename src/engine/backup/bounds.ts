import { PapertabError } from '../../errors.ts';

const MB = 1024 * 1024;

/** Bytes of what is in it, uncompressed: a small file must not become any amount of memory. */
export const MAX_BODY = 1024 * MB;
/** Bytes of the text of one entry. */
export const MAX_TEXT = 256 * 1024;
/** Bytes of a picture: more than the largest one takes that is kept, 4,096 by 10,000 dots that do not shrink. */
export const MAX_PICTURE = 6_000_000;
/** Entries of all kinds: more than the largest history has prints. */
export const MAX_ENTRIES = 250_000;

/** For what is no backup, or a damaged one; `detail` says where. */
export function unreadable(detail: string, cause?: unknown): PapertabError {
  return new PapertabError('backup-unreadable', detail, { cause });
}
