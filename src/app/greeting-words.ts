/** Words of the first thing that the printer prints. */
export const greetingWords = {
  hello: 'Hello.',
  who: 'I am your Little Printer, and this tab is where I live.',
  code: 'My claim code:',
  what: 'Claim me, and whatever people send me comes out here. Until then, write me a note.',
  sign: (date: string) => `Printed on ${date}`,
} as const;
