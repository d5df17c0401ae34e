import type { ClaimState } from '../../bridge/status.ts';

/**
 * The words of the settings. Apart from the others because they are fetched only when somebody goes there. What the rest
 * of the page says too is in the common words.
 */
export const settingsWords = {
  heading: 'Settings',
  printer: {
    name: 'Name',
    nameHint: 'Shown on the machine. The server keeps its own name for it.',
    nameSaved: 'Name saved.',
    code: 'Claim code',
    address: 'Device address',
    made: (when: string) => `Made in this browser on ${when}`,
    imported: (when: string) => `Brought in from a file on ${when}`,
    import: 'Bring in a printer',
    importHint: 'A Little Printer comes in from its .printer file: one that was saved, or one from another place.',
  },
  server: {
    heading: 'Server',
    legend: 'Which server this printer belongs to',
    own: 'Address of the server',
    ownHint: 'For example sirius.example.org',
    becomes: (address: string) => `Connects to ${address}`,
    use: 'Use this server',
    inUse: 'In use',
    asking: 'Waiting for the browser’s answer… It may ask whether this page may use your local network.',
    changed: 'Connecting to the new server.',
    moving: 'Every server has its own claims: on a new one the printer is claimed again, with the same code.',
  },
  awake: {
    label: 'Keep the screen on while Papertab is in view',
    text: 'Papertab prints as long as its tab is open. On a computer the tab may be hidden. Android puts hidden tabs to sleep after a minute, so there keep it in view, with the screen on.',
    unsupported: 'This browser cannot keep the screen on.',
  },
  persistence: {
    kept: 'This browser keeps the printer and its prints until you clear them.',
    notKept: 'The browser may clear the printer and its prints when space runs out.',
    ask: 'Ask the browser to keep them',
    refused: 'The browser said no for now. It often agrees once the app is installed. Keep the printer file meanwhile.',
  },
  app: {
    install: 'Install Papertab',
    installHint: 'Gives it a window and an icon of its own.',
    offlineReady: 'Works offline: the page is stored in this browser.',
    updateReady: 'A new version is ready.',
  },
  about: {
    heading: 'About',
    version: (version: string) => `Papertab ${version}`,
    licence: 'Free software under the MIT licence.',
    what: 'Not made by BERG or Nord Projects. It speaks the language of the sirius server, so that Little Printers live on.',
    parts: 'Made with',
    partLine: (name: string, licence: string) => `${name} (${licence})`,
  },

  nav: {
    label: 'Sections of the settings',
    sections: {
      littlePrinters: 'Little Printers',
      printers: 'Printers',
      server: 'Server',
      tab: 'This tab',
      storage: 'History and storage',
      backup: 'Backup',
      help: 'Diagnostics',
      about: 'About',
    },
  },

  littlePrinters: {
    heading: (count: number) => (count === 1 ? 'Little Printer' : 'Little Printers'),
    several: 'Each has its own claim code, face and paper. They share one connection to the server.',
    claims: {
      unknown: 'Not known yet',
      unclaimed: 'Not claimed yet',
      claimed: 'Claimed',
      'key-mismatch': 'The server has another key for it',
    } satisfies Record<ClaimState, string>,
    notConnected: 'Not connected to the server',
    toldOffline: 'Senders are told that it is offline, because its paper is away.',
    more: (name: string) => `Settings of ${name}`,
    of: (action: string, name: string) => `${action}: ${name}`,
    paper: 'Prints on',
    paperHint: 'What waits for paper stays with the printer it waits for; what waits for the button comes out here.',
    shared: (names: string) => `Also used by ${names}. They take turns.`,
    offline: 'Tell senders it is offline while its paper is away',
    offlineHint: {
      off: 'Now messages are taken all the same, and wait here until the paper is back.',
      on: 'Senders see at once that nothing can print, and the server turns their messages away.',
    },
    file: 'Save printer file',
    fileHint: 'Its file brings it back in any browser. It holds the printer’s secret: keep it to yourself.',
    reset: 'Reset',
    resetAsk: (name: string) => `Give ${name} a new claim code and address?`,
    resetWhat:
      'To the server it is a new machine then: claim it again, and make new keys for friends. The old code is kept below until you forget it. Its prints stay.',
    /** What waits for its button, and where that is to be found afterwards. */
    holds: (count: number, button: string) =>
      count === 1
        ? `1 message waits for its button. It is kept, and then waits for ${button}.`
        : `${count} messages wait for its button. They are kept, and then wait for ${button}.`,
    holdsAt: {
      same: 'the same button, under the new address',
      fresh: 'the button of the new one',
      other: (name: string) => `the button of ${name}`,
    },
    resetYes: 'Reset it',
    resetNo: 'Leave it as it is',
    resetDone: 'It has a new claim code and address.',
    remove: 'Remove',
    removeAsk: (name: string) => `Forget ${name} for good?`,
    removeWhat:
      'Its address, its secret and its claim go with it. Friends’ keys print nowhere then, and nothing brings it back but its printer file. Its prints stay in the history.',
    removeLast: 'It is the only one, so a new one is made in its place.',
    removeYes: 'Forget it for good',
    removeNo: 'Keep it',
    removed: 'Forgotten for good.',
    saveFirst: 'Save its file first',
  },

  add: {
    open: 'Add another Little Printer',
    label: 'What shall it be called?',
    hint: 'For example where it stands, or whom it is for.',
    usual: 'Little Printer',
    add: 'Add it',
    cancel: 'Not now',
    added: (name: string) => `${name} is here. Claim it with its own code.`,
  },

  retired: {
    heading: 'Kept from before',
    lead: 'These were reset, or another took their place. They receive nothing, but their secrets are kept until you say so.',
    when: (day: string) => `Put aside on ${day}`,
    takeBack: 'Take it back',
    tookBack: (name: string) => `${name} is a Little Printer here again.`,
    forget: 'Forget for good',
  },

  tab: {
    heading: 'This tab',
    notify: {
      label: 'Notify me when a message waits for the button',
      hint: 'Some messages wait until somebody presses the button. A notification says so when this tab is hidden.',
      denied:
        'The browser blocks notifications from this page. Allow them in the site’s settings, left of the address, then switch this on again.',
      dismissed: 'The browser’s question was not answered. Switch it on again to be asked once more.',
      missing: 'This browser shows no notifications for pages.',
    },
  },

  storage: {
    heading: 'History and storage',
    use: 'In use',
    prints: (count: string) => (count === '1' ? '1 print' : `${count} prints`),
    pictures: (size: string) => `${size} of pictures`,
    site: (used: string, quota: string) => `${used} of the ${quota} that this browser grants are in use.`,
    keepPrints: 'Prints to keep',
    keepBytes: 'Room for their pictures',
    own: 'Another number',
    ownPrints: 'How many prints',
    ownBytes: 'How many megabytes',
    set: 'Keep so many',
    range: (least: string, most: string) => `Between ${least} and ${most}.`,
    fewer: (amount: string) => `Keep no more than ${amount}?`,
    fewerPrints: (count: string) => `${count} prints`,
    fewerBytes: (size: string) => `${size} of pictures`,
    fewerWhat: 'There is more now. The oldest that were printed are deleted at once, and do not come back.',
    fewerYes: 'Delete the oldest',
    fewerNo: 'Leave it as it is',
    limits: 'When there are more, the oldest that were printed go first. What still waits is never removed.',
  },

  copies: {
    label: 'Keep a copy of every print in a folder',
    what: 'Each print is also saved as a picture file, in a folder that you choose.',
    missing: 'This browser cannot write into folders. Chrome and Edge on a computer can.',
    choose: 'Choose a folder',
    another: 'Choose another folder',
    ready: (folder: string) => `Copies go into the folder “${folder}”.`,
    tap: (folder: string) => `The browser asks once more before it lets copies into “${folder}”.`,
    allow: 'Allow it again',
    stop: 'Stop copying',
    stopped: 'No more copies are made. Those in the folder stay.',
    chosen: 'Copies go there from now on.',
  },

  backup: {
    heading: 'Backup',
    what: 'One file with everything: Little Printers, paper printers, settings, what is not printed yet and, if you like, the history.',
    make: 'Make a backup',
    restore: 'Bring in a backup',
  },

  help: {
    heading: 'Diagnostics',
    what: 'What happened between the server, this tab and the printers, line by line. Good to have when something is odd.',
    open: 'Read the log',
  },
} as const;
