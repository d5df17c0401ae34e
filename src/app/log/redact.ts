import { HIDDEN, withoutSecrets } from '../../without-secrets.ts';

/**
 * A text that can be given to others: without claim codes, link keys, device keys and what is called a secret. What is in
 * the log should have none of them; here it is made sure of once more.
 *
 * @param codes claim codes that are known, which are found in any spelling
 */
export function redact(text: string, codes: readonly string[]): string {
  let clean = text;
  for (const code of codes) {
    const letters = [...code.replaceAll('-', '')];
    if (letters.length > 0) clean = clean.replace(new RegExp(letters.join('[\\s-]*'), 'gi'), HIDDEN);
  }
  return withoutSecrets(clean);
}
