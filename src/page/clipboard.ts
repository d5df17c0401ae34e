import { PapertabError } from '../errors.ts';

/**
 * Puts text on the clipboard.
 *
 * @throws PapertabError `unexpected` where the browser does not allow it: the user then copies by hand
 */
export async function copyText(text: string, clipboard: Pick<Clipboard, 'writeText'> | undefined): Promise<void> {
  if (!clipboard) throw new PapertabError('unexpected', 'no clipboard');
  try {
    await clipboard.writeText(text);
  } catch (cause) {
    throw new PapertabError('unexpected', 'clipboard refused', { cause });
  }
}
