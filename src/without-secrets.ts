/** What stands in place of what is not shown. */
export const HIDDEN = '…';

/** Each takes time in proportion to the text at most: what a server sends may come here. */
const PATTERNS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // Device keys: who has one can print.
  [/(device\.li\/)[^\s"'<>/?#]+/gi, `$1${HIDDEN}`],
  [/(\/printkey\/)[^\s"'<>/?#]+/gi, `$1${HIDDEN}`],
  // Name and password in an address.
  [/(:\/\/)[^\s/@]+@/g, `$1${HIDDEN}@`],
  // What is called a secret.
  [
    /\b((?:secret|link[ _-]?key|encryption[ _-]?key|passphrase|password|token)["']?\s*[:=]\s*["']?)[^\s"',;]+/gi,
    `$1${HIDDEN}`,
  ],
  // Claim codes: four groups of their alphabet; what goes on at either end, as in a UUID, is none.
  [/(?<![\w-])[0-9b-z]{4}(?:-[0-9b-z]{4}){3}(?![\w-])/gi, HIDDEN],
  // Link keys: 16 bytes in base64. What stands before one without a gap may be the end of a path.
  [/[A-Za-z0-9+/]{22}==/g, HIDDEN],
];

/** A text in which {@link HIDDEN} stands for whatever looks like a claim code, link key, device key or password. */
export function withoutSecrets(text: string): string {
  return PATTERNS.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text);
}
