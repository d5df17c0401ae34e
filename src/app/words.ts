import type { ModelId } from '../printers/catalog.ts';

/**
 * Every word that a person sees or hears on the page, but for the table of errors in `error-words`. Short, warm,
 * concrete, in the reader's terms. Functions where a value goes in.
 */
export const LOCALE = 'en-GB';

export const words = {
  app: {
    name: 'Papertab',
    places: 'Places',
    nextStep: 'Next step',
    close: 'Close',
    done: 'Done',
    loading: 'One moment',
    loadFailed: {
      title: 'This part is not here yet',
      text: 'It could not be fetched, perhaps because the network is away.',
      action: 'Try again',
    },
    dropPicture: 'Drop the picture anywhere',
    dropHere: 'Drop the file anywhere',
    dismiss: 'Dismiss',
    copied: 'Copied',
    copyFailed: 'Copying is not allowed here. Select the code and copy it by hand.',
    opensTab: '(opens in a new tab)',
  },

  places: { paper: 'Paper', write: 'Write', history: 'History', settings: 'Settings' },

  title: {
    printing: 'Printing',
    needsYou: 'Needs you',
    waiting: (count: number) => `${count} waiting`,
    notConnected: 'Not connected',
    printerAway: 'Printer away',
    join: (...parts: readonly string[]) => parts.join(' · '),
  },

  /** Paper printers without a name of their own. */
  models: {
    screen: 'Paper on this screen',
    'paperang-p1': 'Paperang P1',
    'paperang-p2': 'Paperang P2',
    'paperang-p2s': 'Paperang P2S',
    'escpos-58': 'Receipt printer, 58 mm',
    'escpos-80': 'Receipt printer, 80 mm',
  } satisfies Record<ModelId, string>,
  chips: {
    server: 'Server',
    printer: 'Printer',
    label: (what: string, word: string) => `${what} ${word}. Show details.`,
    serverWords: {
      starting: 'Starting',
      off: 'Off',
      connecting: 'Connecting',
      connected: 'Connected',
      unclaimed: 'Not claimed',
      claimed: 'Connected',
      someUnclaimed: (count: number) => `${count} not claimed`,
      keyMismatch: 'Check key',
      lost: 'Not connected',
      elsewhere: 'Other tab',
    },
    printerWords: {
      starting: 'Starting',
      away: 'Away',
      connecting: 'Connecting',
      ready: 'Ready',
      printing: 'Printing',
      printingPercent: (percent: number) => `Printing ${percent}%`,
      needsYou: 'Needs you',
      held: (count: number) => (count === 1 ? '1 waiting' : `${count} waiting`),
      elsewhere: 'Other tab',
    },
  },

  paper: {
    heading: 'Paper',
    machine: (name: string) => `${name}, the printer on this page`,
    /** The machine's button: what it does when it is pressed. */
    button: (count: number) =>
      count === 0
        ? 'Press the button'
        : count === 1
          ? 'Print the waiting delivery'
          : `Print the oldest of ${count} waiting deliveries`,
    choose: 'Little Printer',
    /** A Little Printer in the list that the machine is switched with. */
    option: (name: string, state: string | undefined) => (state ? `${name} · ${state}` : name),
    others: 'Another Little Printer wants something.',
    light: {
      starting: 'starting',
      busy: 'busy',
      ready: 'ready',
      held: 'a delivery is waiting',
      'needs-you': 'needs you',
      away: 'the printer is away',
      lost: 'not connected',
    },
    roll: 'Prints, newest first',
    open: (title: string) => `Open: ${title}`,
    empty: 'Nothing has been printed yet. It will come out here.',
    older: 'Older prints are in the history',
    pictureOf: (title: string, length: string) => `Picture of ${title.toLowerCase()}, ${length}`,
    recipient: (name: string) => `for ${name}`,
    pictureGone: 'This picture cannot be read any more.',
    pans: 'Wider than this window: drag to move it.',
    queued: (count: number) => (count === 1 ? '1 more waits its turn' : `${count} more wait their turn`),
    progress: (title: string) => `Printing: ${title}`,
    progressText: (percent: number, out: string, whole: string) => `${percent}% · ${out} of ${whole}`,
    progressValue: (rows: number, height: number, percent: number) => `${rows} of ${height} rows, ${percent}%`,
    stopped: 'Paused',
    waitsForPrinter: 'Waits for the printer',
    interrupted: 'Printed again from its start after an interruption.',
    beginsAgain: 'Interrupted in mid-print: it begins again from its start.',
    looksInverted: 'Mostly black? It may have arrived as its own negative.',
    why: 'How that happens',
    whyInverted:
      'The way pictures travel cannot say whether their last dot is black, so now and then one arrives with black and white exchanged.',
  },

  job: {
    delivery: 'A message',
    greeting: 'Hello from your printer',
    note: 'Your note',
    picture: 'Your picture',
    test: 'Test page',
    reprint: 'Printed again',
    inverted: 'Printed inverted',
    titled: (title: string) => title,
    reprintOf: (title: string) => `${title}, printed again`,
    invertedOf: (title: string) => `${title}, printed inverted`,
    /** What came out when the button was pressed and nothing was held. */
    shows: {
      'nothing-to-print': 'Nothing to print',
      quip: 'A quip',
      'cannot-see-bridge': 'Cannot see the bridge',
      'cannot-see-internet': 'Cannot see the internet',
    },
    from: { delivery: 'from the server', button: 'the button was pressed', local: 'made here' },
    states: {
      held: 'Waiting for you to print it',
      waiting: 'Waits its turn',
      printing: 'Printing',
      'needs-you': 'Needs you',
      printed: 'Printed',
      failed: 'Did not print',
      cancelled: 'Cancelled',
    },
  },

  actions: {
    print: 'Print',
    again: 'Print again',
    inverted: 'Print inverted',
    save: 'Save as PNG',
    remove: 'Delete',
    keep: 'Keep it',
    stop: 'Cancel printing',
    stopWaiting: 'Cancel',
    zoomIn: 'Larger',
    zoomOut: 'Smaller',
    of: (action: string, title: string) => `${action}: ${title}`,
  },

  print: {
    size: (length: string, width: number, height: number) => `${length} of paper, ${width} × ${height} dots`,
    confirmRemove: 'Delete this print and its picture?',
    queued: 'It is on its way to paper.',
    removed: 'Deleted.',
    saved: 'Saved.',
    file: (stamp: string) => `papertab-${stamp}.png`,
  },

  cards: {
    starting: { title: 'Warming up', text: 'The printer is getting ready.' },
    claim: {
      title: (name?: string) => (name ? `Claim ${name}` : 'This tab is a Little Printer'),
      lead: 'Give its claim code to your server, and messages come out here.',
      code: 'Claim code',
      copy: 'Copy',
      copyCode: 'Copy claim code',
      open: 'Open claim page',
      how: 'How to claim it',
      steps: {
        known: [
          'Open the claim page and sign in.',
          'Choose “Claim a printer” and enter the code and a name.',
          'Come back here. This card notices by itself.',
        ],
        local: [
          'Open the claim page. The code is already filled in.',
          'Press “Claim it”. You get a key for sending messages.',
          'Come back here. This card notices by itself.',
        ],
        own: [
          'Sign in on your server’s page.',
          'Claim a printer with the code and a name.',
          'Come back here. This card notices by itself.',
        ],
      },
      save: 'Save printer file',
      saveWhy: 'Its file is a backup: with it, any browser becomes this printer again.',
      elsewhere:
        'You brought this printer in from another place. Is it claimed already? Then it is still running there: stop it there, and it is here.',
      listening: 'Listening for the claim',
      connecting: 'Connecting to the server first',
    },
    held: {
      title: (count: number, name?: string) =>
        (count === 1 ? 'A delivery is waiting' : `${count} deliveries are waiting`) + (name ? ` for ${name}` : ''),
      print: 'Print it',
      printAll: 'Print all',
    },
    connect: {
      title: 'Have a printer for real paper?',
      text: 'With a Paperang or a receipt printer, messages come out of it as soon as they arrive. Until then they come out on this screen.',
      open: 'Connect a printer',
      later: 'Not now',
    },
    idle: {
      title: 'Ready when you are',
      text: 'Messages come out here as long as this tab is open, also while you look at another one.',
      textOn: (printer: string) =>
        `Messages come out of ${printer} as long as this tab is open, also while you look at another one.`,
      elsewhere:
        'Messages come out as long as the tab that the printer runs in is open, also while you look at another one.',
      note: 'Print a note of your own',
    },
    offline: 'Ready to work offline.',
    elsewhere: {
      title: 'The printer runs in another tab, which does not answer',
      text: 'A printer can only run once. That tab may be asleep or busy. Close it, and the printer moves here by itself; or move it here now.',
      hint: 'What was sent and stored is not lost: it comes out where the printer runs.',
    },
    details: 'Details',
  },

  server: {
    heading: 'Server',
    known: {
      nord: {
        name: 'The public server',
        note: 'Run by Nord Projects for everyone. Its sign-in goes through Twitter, which fails for many people; who has no account there already may not get in.',
      },
      local: {
        name: 'The server on this computer',
        note: 'The stand-in that came with this page. Good for trying things out: it needs no account.',
      },
      own: { name: 'Another server', note: 'A sirius server that you or somebody you know runs.' },
    },
  },

  printer: {
    waiting: (count: number) => (count === 1 ? '1 print waits its turn.' : `${count} prints wait their turn.`),
    open: 'It prints as long as this tab is open. On a computer it may be hidden; on a phone it has to be in view.',
  },

  announce: {
    printing: (title: string) => `Printing: ${title}.`,
    printingAgain: (title: string) => `Printing again: ${title}.`,
    printed: (title: string) => `Printed: ${title}.`,
    failed: (title: string) => `Did not print: ${title}.`,
    held: (name?: string) => (name ? `A delivery is waiting for ${name}.` : 'A delivery is waiting.'),
    waits: (title: string) => `Waiting for the printer: ${title}.`,
    printerNeedsYou: (name: string) => `${name} needs you.`,
    printerAway: (name: string) => `${name} is away. Messages wait for it.`,
    printerConnected: (name: string) => `${name} is connected.`,
    connected: 'Connected to the server.',
    claimed: (name?: string) => `${name ?? 'The printer'} is claimed.`,
    lost: 'The server is not connected.',
  },

  notice: {
    body: (names: readonly string[]) =>
      `${names.length > 0 ? `For ${names.join(' and ')}. ` : ''}Open Papertab and press the button to print.`,
  },

  format: {
    centimetres: (value: string) => `${value} cm`,
    now: 'just now',
  },
} as const;
