/** As many letters of a file's name as a title has. */
const MAX_LETTERS = 40;

/** What browsers call a picture from the clipboard, which has no name of its own. */
const NO_NAME = /^image$/i;

/** A file's name without its ending, as the title of a print; undefined where nothing is left. */
export function pictureTitle(fileName: string): string | undefined {
  const name = fileName.replace(/\.[^.]*$/, '').trim();
  if (name === '' || NO_NAME.test(name)) return undefined;
  const letters = [...name];
  return letters.length <= MAX_LETTERS
    ? name
    : `${letters
        .slice(0, MAX_LETTERS - 1)
        .join('')
        .trimEnd()}…`;
}
