/** The words for bringing in a printer from its file, fetched with the sheet for it. */
export const importWords = {
  heading: 'Bring in a printer',
  lead: 'Choose a .printer file, drop it anywhere on the page, or paste what is in it.',
  choose: 'Choose a file',
  paste: 'Or paste its text',
  read: 'Read it',
  another: 'Take another file',
  review: 'Is this the one?',
  address: 'Device address',
  code: 'Claim code',
  codeInFile: 'Claim code in the file',
  codeRight: 'Corrected claim code',
  wrongCode: {
    title: 'The claim code in this file belongs to another printer',
    text: 'A claim code is computed from the device address and the secret. The one in the file does not fit this address: some programs that made such files got it wrong. A server would never join it to this printer.',
    answer:
      'The corrected code is the right one for this address and secret. Where the printer was claimed with the other one, claim it again.',
  },
  noCode: 'There was no claim code in the file. This one was computed from its address and secret.',
  oneOnly: {
    title: 'A printer must run in one place only',
    text: 'If this printer runs anywhere else, on a bridge, on another computer, in another browser, stop it there first. Otherwise the two take the messages from each other.',
  },
  way: 'What shall happen with it?',
  add: 'It comes beside what is here',
  addNote: 'One more Little Printer, on the same connection.',
  replace: (name: string) => `It takes the place of “${name}”`,
  replaceNote: (name: string) =>
    `“${name}” receives nothing any more. It is kept in the settings, and its prints stay in the history.`,
  present: 'This printer is here already.',
  saveFirst: (name: string) => `Save the file of “${name}” first`,
  name: 'Name',
  use: 'Use this printer',
  useCorrected: 'Use it with the corrected code',
  done: 'The printer is here now.',
  defaultName: 'Little Printer',
} as const;
