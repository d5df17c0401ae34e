import { LOCALE } from '../words.ts';

const list = new Intl.ListFormat(LOCALE);

/** The names of several, as people say them: “Kitchen, Study and Hall”. */
export function formatNames(named: readonly { readonly name: string }[]): string {
  return list.format(named.map(({ name }) => name));
}
