/** A claim code: four groups of its alphabet. What is longer on either side (a UUID) is none. */
const CLAIM_CODE = /(?<![\w-])[0-9b-z]{4}(?:-[0-9b-z]{4}){3}(?![\w-])/gi;
/** A link key: 16 bytes in base64. */
const LINK_KEY = /[A-Za-z0-9+/]{22}==/g;

/** A text in which an ellipsis stands for whatever looks like a claim code or a link key. */
export function withoutSecrets(text: string): string {
  return text.replace(CLAIM_CODE, '…').replace(LINK_KEY, '…');
}
