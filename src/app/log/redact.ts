/** What stands in place of what is not shown. */
const HIDDEN = '…';

const PATTERNS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // Device keys: who has one can print.
  [/(device\.li\/)[^\s"'<>/?#]+/gi, `$1${HIDDEN}`],
  [/(\/printkey\/)[^\s"'<>/?#]+/gi, `$1${HIDDEN}`],
  // Name and password in an address.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${HIDDEN}@`],
  [
    /\b((?:secret|link[ _-]?key|encryption[ _-]?key|passphrase|password|token)["']?\s*[:=]\s*["']?)[^\s"',;]+/gi,
    `$1${HIDDEN}`,
  ],
  // Claim codes: four groups of their alphabet; what goes on at either end, as in a UUID, is none.
  [/(?<![\w-])[0-9b-z]{4}(?:-[0-9b-z]{4}){3}(?![\w-])/gi, HIDDEN],
  // Link keys: 16 bytes in base64.
  [/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{22}==/g, HIDDEN],
];

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
  for (const [pattern, instead] of PATTERNS) clean = clean.replace(pattern, instead);
  return clean;
}
