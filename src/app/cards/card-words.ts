/** Words of the cards that are not there from the start. */
export const cardWords = {
  held: {
    /** Why they wait; `strays` of them are of no Little Printer that is here. */
    why: (count: number, strays: number) => {
      const them = count === 1 ? 'it' : 'them';
      const was = strays === 1 ? 'was' : 'were';
      const sent = `Somebody sent ${them} to wait until you are there.`;
      if (strays === 0) return sent;
      const some = strays === 1 ? 'One' : `${strays}`;
      const who = strays < count ? `${some} of them` : count === 1 ? 'It' : 'They';
      const left = `${who} ${was} kept for a Little Printer that is no longer here, or brought in with a backup.`;
      return strays < count ? `${sent} ${left}` : left;
    },
    how: (count: number) =>
      count === 1 ? 'Press the printer’s button, or this one.' : 'The button prints the one that has waited longest.',
    /** While something else prints on the same paper. */
    after: 'What prints now comes out first.',
    printOldest: 'Print the oldest',
  },
  claimed: {
    title: 'It’s yours',
    lead: (name: string) => `${name} is claimed and online, and prints as long as this tab is open.`,
    next: 'On the server’s page, make a key for it and give that to friends. Whatever they send comes out here.',
    nextLocal: 'Your key is on the claim page, with a place to send from. Whatever is sent comes out here.',
    send: 'Send a first message',
    server: 'Open the server’s page',
    backup: 'Save printer file',
    backupWhy: {
      unknown: 'Keep its file as a backup: it brings the printer back, in any browser.',
      kept: 'This browser keeps your printer. Its file is the backup, for any other.',
      notKept: 'The browser may forget your printer when space runs out. Its file brings it back.',
    },
  },
  server: {
    keepsTrying: 'Papertab goes on trying by itself.',
    meanwhile: 'Meanwhile the printer works without a server:',
    write: 'Write a note',
    retry: 'Try now',
    choose: 'Choose another server',
  },
  keyMismatch: 'Open settings',
  update: {
    title: 'A new Papertab is here',
    text: 'It takes over when you say so.',
    busy: 'It waits for this print. Using it now would begin the print again from its start.',
    waits: 'It takes over as soon as this print is out.',
    apply: 'Use it now',
    after: 'Use it after this print',
    ask: 'A print is under way. It would begin again from its start.',
    anyway: 'Use it all the same',
    keep: 'Let it print',
  },
  copies: {
    needsTap: (folder: string) => `Copies wait to get into “${folder}”`,
    tapHow:
      'The browser asks once more before it lets us write into that folder. Until you allow it no copies are made; then those that are missing follow, as far as the history still has them.',
    settings: 'Look at the folder',
    later: 'Not now',
  },
  absence: {
    asleep: (duration: string) => `This tab was asleep for ${duration}`,
    discarded: (duration: string) => `The browser put this tab away for ${duration}`,
    closed: (duration: string, from: string, to: string) =>
      `Papertab was closed for ${duration}, from ${from} to ${to}.`,
    span: (from: string, to: string) => `From ${from} to ${to}.`,
    lost: 'Messages sent in that time did not reach it: the server keeps none.',
    sleepHow: 'A computer that sleeps prints nothing. While messages are awaited, keep it awake.',
    discardedHow:
      'It does so to save memory. Tabs with a connected printer, or that may show notifications, are spared; in Chrome you can also add this page under Settings › Performance › Always keep these sites active.',
    dismiss: 'All right',
  },
} as const;
