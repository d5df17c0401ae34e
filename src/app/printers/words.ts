import type { ModelId } from '../../printers/catalog.ts';
import type { TestOutcome } from './remedies.ts';

/**
 * The words about paper printers. Apart from the others because they are fetched only when somebody connects, sets or
 * looks after one.
 */
export const printerWords = {
  modelNotes: {
    screen: '',
    'paperang-p1': 'The first one. Prints 384 dots across.',
    'paperang-p2': 'Finer: prints 576 dots across.',
    'paperang-p2s': 'As fine as the P2: its successor.',
    'escpos-58': 'The narrow roll. Most small ones take it.',
    'escpos-80': 'The wide roll, as in shops, mostly with a cutter.',
  } satisfies Record<ModelId, string>,

  by: { bluetooth: 'by Bluetooth', serial: 'by cable or paired Bluetooth' },
  width: 'Width',
  size: (mm: string, dots: number) => `${mm} mm wide print, ${dots} dots`,
  dpi: (dots: number) => `${dots} dots to the inch`,
  kind: (model: string, by: string) => `${model}, ${by}`,

  state: {
    awayByAir: 'It is switched off, asleep or out of reach. Switch it on and bring it near: it is found by itself.',
    awayByCable: 'It is switched off or unplugged. Switch it on and look at its cable: it is found by itself.',
    retrying: 'Trying again now…',
    printing: (title: string) => `Printing: ${title}`,
    waiting: (count: number) => (count === 1 ? '1 print waits for it.' : `${count} prints wait for it.`),
    safe: 'Messages wait here, nothing is lost: the Little Printer stays online.',
    waitsHere: (count: number, isOnline: boolean) => {
      const prints = count === 1 ? '1 print waits here' : `${count} prints wait here`;
      return isOnline ? `${prints}, nothing is lost: the Little Printer stays online.` : `${prints}, safely kept.`;
    },
    toldOffline: 'Senders are told that it is offline, so their messages do not get here.',
    interrupted: 'What was cut short begins again from its start.',
    batteryLow: 'Its battery is low. Plug it in soon.',
    paperLow: 'Its paper is nearly at its end. Have a new roll ready.',
  },

  notThere: 'Still not there?',
  others: 'Other printers',

  facts: {
    battery: 'Battery',
    percent: (value: number) => `${value}%`,
    version: 'Firmware',
    serialNumber: 'Serial number',
    modelName: 'Calls itself',
  },

  actions: {
    another: 'Connect another printer',
    retry: 'Try now',
    tap: 'Tap to connect',
    which: 'Show me which is which',
    instead: 'Print on the screen instead',
    forget: 'Forget this printer',
    settings: 'Printer settings',
    cancel: 'Cancel this print',
  },

  tap: {
    other: (name: string) => `That was another printer. Choose “${name}” from the list.`,
    otherNameless: 'That was another printer. Choose the same one as last time.',
  },

  instead: {
    ask: 'What shall come out on the screen?',
    waiting: (count: number) => (count === 1 ? 'Only the print that waits' : `Only the ${count} prints that wait`),
    all: 'These, and all that come from now on',
    keep: 'Keep waiting',
    moved: 'They come out on the screen now.',
    movedForGood: 'Messages come out on the screen from now on.',
  },

  which: {
    heading: 'Which one is it?',
    lead: (name: string) =>
      `Your adapters look the same to the browser. Let each that is plugged in feed a little paper, and say which one is “${name}”.`,
    port: (number: number) => `Adapter ${number}`,
    feed: 'Feed a centimetre',
    feedOf: (number: number) => `Feed a centimetre: adapter ${number}`,
    choose: 'This one',
    chooseOf: (number: number) => `This one: adapter ${number}`,
    fed: 'Did paper move?',
    looking: 'Looking at what is plugged in…',
    none: 'None of them is there now. Plug the printer in, then look again.',
    again: 'Look again',
    chosen: 'It is being connected.',
  },

  connect: {
    heading: 'Connect a printer',
    back: 'Back',
    kind: {
      ask: 'What kind of printer is it?',
      paperang: { title: 'A Paperang', note: 'The pocket printer, by Bluetooth.' },
      serial: {
        title: 'A receipt printer',
        note: 'By a USB or serial cable, or by Bluetooth once it is paired with this computer.',
      },
      all: {
        title: 'Something else',
        note: 'Shows every Bluetooth device near by. Only printers that speak as a Paperang does will print.',
      },
      looking: 'Looking at what this browser can do…',
      again: 'Look again',
    },
    support: {
      insecure:
        'Browsers let a page reach printers only when it came over a secure connection: open this page with https, or on this computer as localhost.',
      bluetooth: {
        missing:
          'This browser has no Bluetooth for pages. Chrome, Edge and Opera have it, on computers and on Android.',
        insecure:
          'Browsers allow Bluetooth only to pages that came over a secure connection: open this page with https, or on this computer as localhost.',
        off: 'Bluetooth is off, or this computer has none. Switch it on in the system’s settings.',
      },
      serial: {
        missing: 'This browser has no serial ports for pages. Chrome, Edge and Opera on a computer have them.',
        insecure:
          'Browsers allow serial ports only to pages that came over a secure connection: open this page with https, or on this computer as localhost.',
        off: 'No serial ports can be used here.',
      },
      hints: {
        linux:
          'Chrome on Linux has it, behind a setting. Open this address in a new tab, choose “Enabled” and restart:',
        brave: 'Brave has it, behind a setting. Open this address in a new tab, choose “Enabled” and restart:',
      },
      copy: 'Copy address',
    },
    before: {
      paperang: {
        title: 'Switch the Paperang on',
        steps: [
          'Hold its button until the light comes on.',
          'Close the Paperang app on every phone near by: the printer talks with one device at a time.',
          'The browser opens a list. Pick the one whose name begins with “Paperang”.',
        ],
        open: 'Open the list',
      },
      serial: {
        title: 'Plug the printer in',
        steps: [
          'Connect its cable and switch it on. A Bluetooth one has to be paired in the system’s Bluetooth settings first.',
          'The browser opens a list of ports. A cable is often called “USB Serial”, a paired printer goes by its name.',
        ],
        open: 'Open the list',
      },
      all: {
        title: 'Switch the printer on',
        steps: [
          'Close its maker’s app on every phone near by.',
          'The browser opens a list of every Bluetooth device that it sees. Pick the printer; its name may be odd.',
        ],
        open: 'Open the list',
      },
      opened: 'The browser’s list is open.',
    },
    notListed: {
      title: 'Not in the list?',
      again: 'Open the list again',
      all: 'Show all Bluetooth devices',
      bluetooth: [
        ['Is it on, and charged?', 'Paperangs fall asleep by themselves. Hold the button until the light comes on.'],
        [
          'Is a phone connected to it?',
          'Close the maker’s app on every phone near by, or switch Bluetooth off there for a moment.',
        ],
        ['Is it close?', 'Put it beside this computer for the first time.'],
      ],
      android: [
        'May the browser look for it?',
        'Allow it “Nearby devices” in Android’s settings; before Android 12, “Location”, and have location on.',
      ],
      otherName: ['Has it another name?', 'Then look through all Bluetooth devices.'],
      serial: [
        ['Does the cable carry data?', 'Some USB cables only charge. Try another one.'],
        ['Is it a Bluetooth one?', 'Pair it in the system’s Bluetooth settings first. The PIN is mostly 0000 or 1234.'],
        ['Is its driver there?', 'On Windows and macOS, adapters with a CH340 or PL2303 chip need one.'],
        ['Does another program use it?', 'Close other programs and tabs that print on it.'],
        ['On Linux?', 'Your user must be in the group “dialout”.'],
      ],
    },
    model: {
      askPaperang: 'Which Paperang is it?',
      askSerial: 'What is it?',
      hint: 'If you are not sure, take the first one. It can be changed later.',
      likePaperang:
        'Its name does not say what it is. Only printers that speak as a Paperang does will print; other devices will not.',
      baud: 'Speed of the line (baud)',
      baudHint:
        'Most are set to 9600. The printer’s own test page says it: switch the printer on with its feed button held down.',
      use: 'Connect',
    },
    connecting: {
      title: (name: string) => `Connecting to ${name}`,
      ready: (name: string) => `${name} is connected`,
      away: (name: string) => `${name} does not answer yet`,
      wait: 'This takes a few seconds.',
      waitLonger: 'This takes longer than usual. It goes on trying.',
      check: 'What to look at',
      next: 'Now see whether it prints well.',
      test: 'Print a test page',
      skip: 'Skip the test',
      wrong: 'Choose another one',
      stay: 'Messages stay on the screen',
      without: 'Forget it',
    },
    test: {
      heading: 'Test page',
      ask: 'Did it come out right?',
      look: 'A whole frame with rulers, a zigzag without a break, greys that darken step by step, and a black block without white lines.',
      waiting: 'It is on its way to the printer.',
      printing: (percent: number) => `Printing, ${percent}%`,
      printed: 'All of it has been sent to the printer.',
      yes: 'Yes, it looks right',
      no: 'No',
      failed: 'It did not print.',
      cancelled: 'It was cancelled.',
    },
    wrong: {
      ask: 'What went wrong?',
      picks: {
        nothing: 'Nothing came out',
        blank: 'Paper came out, but it is blank',
        pale: 'It is too pale or too dark',
        streaks: 'White lines or streaks',
        slanted: 'It is slanted, or cut off at a side',
        garbage: 'Odd letters or garbage',
        part: 'Only a part of it came out',
      } satisfies Record<TestOutcome, string>,
      again: 'Print the test page again',
      another: 'Something else went wrong',
    },
    done: {
      title: 'Messages now come out here',
      text: (name: string) =>
        `Whatever is sent to your Little Printer comes out of ${name}, as long as this tab is open. When it is switched off, messages wait for it.`,
      works: (name: string) => `${name} prints well`,
      elsewhere: 'Messages come out on another printer for now.',
      use: 'Let messages come out here',
      serial: 'After a restart of the browser it may ask you once to choose the printer again.',
      bluetooth: 'After a reload of this page the browser may ask for one tap to connect again.',
    },
  },

  settings: {
    heading: 'Printers',
    onlyScreen: 'There is no printer for paper yet, so messages come out on this screen.',
    use: 'Let messages come out here',
    serves: (names: string) => `Messages for ${names} come out here.`,
    servesNone: 'No messages come out here now.',
    name: 'Name',
    nameSaved: 'Name saved.',
    model: 'Model',
    more: (name: string) => `Settings of ${name}`,
    test: 'Print a test page',
    selfTest: 'The printer’s own test page',
    selfTestSent: 'It comes out after what is printing now.',
    forget: 'Forget',
    forgetAsk: (name: string) => `Forget ${name}?`,
    forgetJobs: (count: number, heir: string) =>
      count === 1 ? `The print that waits for it goes to: ${heir}.` : `The ${count} prints that wait go to: ${heir}.`,
    forgetMessages: (heir: string) => `Messages then come out on: ${heir}.`,
    forgetYes: 'Forget it',
    forgetNo: 'Keep it',
    forgotten: 'Forgotten.',
    of: (action: string, name: string) => `${action}: ${name}`,
    fields: {
      density: {
        label: 'Darkness',
        light: 'Light',
        normal: 'Normal',
        dark: 'Dark',
        value: (percent: number) => `${percent}%`,
      },
      headWidth: {
        label: 'Width of the print head',
        option: (mm: string, dots: number) => `${mm} mm (${dots} dots)`,
      },
      extraFeed: {
        label: 'Blank paper after a print',
        feeds: { none: 'None', short: 'A little', long: 'More' },
        hint: 'More, if prints are torn off too close to their end.',
      },
      faceGap: {
        label: 'Between a message and its face',
        gaps: { none: 'No gap', small: 'Small', normal: 'Normal', wide: 'Wide' },
        hint: 'The face is printed below messages that ask for one.',
      },
      paper: { label: 'Paper', papers: { continuous: 'Roll', label: 'Labels' } },
      keepAwake: {
        label: 'Keep the printer awake',
        hint: 'Asks it not to switch itself off. Uses more battery.',
        taken: 'It has agreed.',
        refused: 'It has not agreed, and will switch itself off after a while.',
      },
      baudRate: {
        label: 'Speed of the line (baud)',
        hint: 'Must be what the printer is set to. Most are set to 9600.',
      },
      flowControl: {
        label: 'Flow control',
        none: 'None',
        hardware: 'By the cable’s own lines (RTS/CTS)',
        hint: 'With “none”, printers can still ask for a pause.',
      },
      cut: { label: 'Cut after a print', cuts: { none: 'No', partial: 'Partly', full: 'Wholly' } },
      careful: {
        label: 'Careful mode',
        hint: 'Slow and in small pieces, for printers with little memory.',
      },
    },
  },

  testPage: {
    title: 'Test page',
    line: (what: string, value: string) => `${what}: ${value}`,
    model: 'Model',
    dots: (dots: number) => `${dots} dots`,
    look: 'The frame below must be whole, the zigzag unbroken, the block without white lines.',
  },
} as const;
