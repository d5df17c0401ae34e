/** The words about backups, fetched with their sheets. */
export const backupWords = {
  make: {
    heading: 'Make a backup',
    lead: 'One file that brings everything back, in any browser:',
    contents: {
      littlePrinters: (names: string, count: number) =>
        count === 1 ? `The Little Printer ${names}` : `${count} Little Printers: ${names}`,
      paperPrinters: (count: number) =>
        count === 1 ? 'One paper printer with its settings' : `${count} paper printers with their settings`,
      settings: 'The server and the other settings',
      unprinted: (count: number) =>
        count === 1 ? 'The message that is not printed yet' : `${count} messages that are not printed yet`,
    },
    history: 'The history too',
    historyHint: (prints: string, size: string) => `${prints} prints with their pictures, about ${size}.`,
    lock: 'Lock it with a passphrase',
    unlocked:
      'The file holds the secrets of your printers. Without a passphrase, whoever gets hold of it can be your printers and read your messages.',
    passphrase: 'Passphrase',
    passphraseHint: 'Four or five words that do not belong together are strong and easy to keep in mind.',
    show: 'Show',
    hide: 'Hide',
    strengths: {
      weak: 'Easily guessed. Make it longer.',
      fair: 'Fair. A word more makes it strong.',
      strong: 'Strong.',
    },
    lost: 'Write it down: without it nobody can open the file.',
    save: 'Save the backup',
    saving: 'Making the file…',
    saved: 'The backup is saved.',
    savedText: (name: string) => `It is called ${name} and lies where your downloads go. Keep it somewhere safe.`,
    file: (day: string) => `papertab-${day}.papertab`,
  },

  restore: {
    heading: 'Bring in a backup',
    lead: 'Choose a .papertab file, or drop it anywhere on the page.',
    choose: 'Choose a file',
    another: 'Take another file',
    reading: 'Reading it…',
    locked: 'This backup is locked',
    lockedText: 'Type the passphrase that it was made with.',
    passphrase: 'Passphrase',
    open: 'Open it',
    review: 'What is in it',
    madeAt: 'Made on',
    littlePrinters: 'Little Printers',
    here: 'is here already',
    paperPrinters: 'Paper printers',
    none: 'none',
    prints: 'Prints in its history',
    unprinted: 'Not printed yet',
    happens: 'What happens then',
    beside:
      'All of this comes beside what is here. Nothing here is lost but a new Little Printer that nobody claimed or used.',
    held: (count: number) =>
      count === 1
        ? 'The message that was not printed waits behind the button.'
        : `The ${count} messages that were not printed wait behind the button.`,
    settings: 'Use its settings too',
    settingsHint: 'Otherwise the settings stay as they are here.',
    server: (its: string, here: string) => `Server: ${its} instead of ${here}.`,
    keepPrints: (its: string, here: string) => `The history keeps ${its} prints instead of ${here}.`,
    keepBytes: (its: string, here: string) => `It keeps ${its} of pictures instead of ${here}.`,
    deletes: 'What is more than that is deleted, the oldest first.',
    bridge: 'This browser connects to the server anew, with another bridge address.',
    oneOnly: {
      title: 'The old place must stop being this printer',
      text: 'Close Papertab there, or both will fight over the messages.',
    },
    use: 'Bring it in',
    using: 'Bringing it in…',
    done: 'Everything is here.',
    doneText: 'The printers run in this browser now. A Bluetooth printer may ask for one tap to connect.',
  },
} as const;
