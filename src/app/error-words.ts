import type { ErrorCode } from '../errors.ts';
import { printerErrorWords } from './printer-error-words.ts';

/** What the interface offers beside an error's words; `none` where there is nothing that the user could do. */
export type ErrorAction =
  | 'none'
  | 'retry-server'
  | 'choose-server'
  | 'open-settings'
  | 'open-history'
  | 'choose-file'
  /** Another backup, or another way to make one. */
  | 'choose-backup'
  /** The folder that copies of prints go into. */
  | 'open-copies'
  /** How the paper printer stands, with what can be done about it. */
  | 'open-printer'
  | 'connect-printer'
  | 'reload';

/** One error in words: what it is called, what happened and what that means, and the one thing to do. */
export interface ErrorWords {
  readonly title: string;
  readonly explanation: string;
  readonly action: ErrorAction;
}

/** What the button of an action says. */
export const actionWords: Readonly<Record<Exclude<ErrorAction, 'none'>, string>> = {
  'retry-server': 'Try now',
  'choose-server': 'Choose another server',
  'open-settings': 'Open settings',
  'open-history': 'Open the history',
  'choose-file': 'Take another file',
  'choose-backup': 'Open backup',
  'open-copies': 'Look at the folder',
  'open-printer': 'Show the printer',
  'connect-printer': 'Connect a printer',
  reload: 'Reload the page',
};

const badFrame = 'It was not printed, and the sender was told. Messages that come after it are not affected.';

/**
 * Every code that the project knows, in words. Exhaustive: a new code does not compile without its words. It is large,
 * so only what is fetched after the first paint may import it.
 */
export const errorWords: Readonly<Record<ErrorCode, ErrorWords>> = {
  'claim-code-length': {
    title: 'A claim code has 16 characters',
    explanation: 'Four groups of four. The dashes between them do not matter.',
    action: 'none',
  },
  'claim-code-character': {
    title: 'One character cannot be in a claim code',
    explanation: 'Claim codes use digits and letters, but never a, i, l or u.',
    action: 'none',
  },
  'claim-code-checksum': {
    title: 'There is a slip in this claim code',
    explanation: 'Its last check does not work out. Compare it with the original, character by character.',
    action: 'none',
  },

  'printer-file-unreadable': {
    title: 'This is not a printer file',
    explanation: 'Printer files are a few short lines of text. This is something else, or far too large.',
    action: 'choose-file',
  },
  'printer-file-address': {
    title: 'The file names no printer',
    explanation: 'A printer file has a line “address:” with 16 digits and letters. None was found here.',
    action: 'choose-file',
  },
  'printer-file-secret': {
    title: 'The file holds no usable secret',
    explanation: 'Without a secret that fits, the server would not recognise the printer.',
    action: 'choose-file',
  },
  'printer-file-secret-mismatch': {
    title: 'The file contradicts itself',
    explanation: 'Its claim code was made from another secret than the one it names, so neither can be trusted.',
    action: 'choose-file',
  },

  'frame-too-large': {
    title: 'The server sent something far too large',
    explanation: 'The connection was closed to be safe, and is opened again.',
    action: 'retry-server',
  },
  'frame-not-json': {
    title: 'The server sent something unreadable',
    explanation: 'Perhaps it is no sirius server, or a newer one.',
    action: 'choose-server',
  },
  'frame-invalid': { title: 'A message could not be understood', explanation: badFrame, action: 'none' },
  'payload-invalid': { title: 'A message arrived damaged', explanation: badFrame, action: 'none' },
  'payload-device-type': {
    title: 'A message was for another kind of device',
    explanation: badFrame,
    action: 'none',
  },
  'payload-command': { title: 'The server asked for something unknown', explanation: badFrame, action: 'none' },
  'payload-firmware': {
    title: 'The server offered new firmware',
    explanation: 'There is none to replace here, so it was declined.',
    action: 'none',
  },
  'picture-size': {
    title: 'A picture had a size that does not fit the paper',
    explanation: 'A print is as wide as the print head and at most 10,000 rows long.',
    action: 'none',
  },
  'picture-count': {
    title: 'A message came without all its pictures',
    explanation: badFrame,
    action: 'none',
  },
  'device-unknown': {
    title: 'A message was for another printer',
    explanation: 'The server took this tab for a printer that it is not. The sender was told.',
    action: 'none',
  },

  'device-xor': {
    title: 'The two would be taken for one another',
    explanation:
      'A claim code carries a short mark of its printer, and another printer here has the same one. A server could give the messages of one to the other. Forget that one first, or keep this one in another browser.',
    action: 'open-settings',
  },

  'server-address': {
    title: 'This is not an address',
    explanation: 'Type the name of the server, for example sirius.example.org.',
    action: 'choose-server',
  },
  'server-unreachable': {
    title: 'The server cannot be reached',
    explanation:
      'It may be down, its name may be misspelt, or this computer may be offline. A browser cannot tell which.',
    action: 'retry-server',
  },
  'server-not-sirius': {
    title: 'Something answers, but it is no sirius server',
    explanation: 'There is a web server at this address that does not speak with printers.',
    action: 'choose-server',
  },
  'server-wrong-path': {
    title: 'The server hung up at once',
    explanation: 'The address has an unusual path. Leave the path away, and the usual one is filled in.',
    action: 'choose-server',
  },
  'server-mixed-content': {
    title: 'The browser forbids this address',
    explanation:
      'This page came over a secure connection, so its server has to be secure too: the address must begin with wss.',
    action: 'choose-server',
  },
  'server-policy': {
    title: 'This page may not connect there',
    explanation: 'The site that Papertab runs on forbids connections to this address.',
    action: 'choose-server',
  },
  'server-local-network': {
    title: 'The browser blocks your local network',
    explanation:
      'The server is in your own network, and the permission for that was denied. Allow it in the site’s settings, left of the address.',
    action: 'retry-server',
  },
  'server-closed': {
    title: 'The server said goodbye',
    explanation: 'That happens when it is restarted. Papertab connects again.',
    action: 'retry-server',
  },
  'server-rejected': {
    title: 'The server hung up on us',
    explanation: 'It did not like the last thing that was said. Papertab connects again.',
    action: 'retry-server',
  },
  'server-lost': {
    title: 'The connection broke',
    explanation: 'The network went away for a moment, or the computer slept.',
    action: 'retry-server',
  },
  'server-silent': {
    title: 'The server went silent',
    explanation: 'The connection looked open but nothing came back, so a new one is made.',
    action: 'retry-server',
  },
  'runs-elsewhere': {
    title: 'The server keeps hanging up',
    explanation:
      'It does so right after hello, again and again. It may have trouble of its own, which passes; or this printer is connected twice: then stop it on the other bridge, computer or browser.',
    action: 'retry-server',
  },
  'link-key-mismatch': {
    title: 'The server knows this printer by another key',
    explanation:
      'It was probably claimed with another code. It goes on printing; to put it right, claim it again with the code in the settings.',
    action: 'open-settings',
  },

  'storage-full': {
    title: 'The browser’s storage is full',
    explanation: 'A message could not be kept, and its sender was told. Delete old prints to make room.',
    action: 'open-history',
  },
  'storage-failed': {
    title: 'The browser’s storage does not work',
    explanation: 'Nothing can be kept just now. A private window or a full disk may be the reason.',
    action: 'reload',
  },
  'storage-blocked': {
    title: 'Another version of Papertab is open',
    explanation: 'It holds on to the storage. Close the other tabs with Papertab, then reload this one.',
    action: 'reload',
  },
  'storage-cleared': {
    title: 'This browser’s data for Papertab were cleared',
    explanation:
      'Your printer went with them, and so did its prints and what waited. This is a new printer, with a claim code of its own. Bring yours back from its printer file or from a backup.',
    action: 'open-settings',
  },
  'engine-superseded': {
    title: 'The printer moved to another tab',
    explanation: 'It runs there now. Reload to bring it back here.',
    action: 'reload',
  },

  'backup-unreadable': {
    title: 'This is not a backup, or it is damaged',
    explanation:
      'Backups end in “.papertab” and are made in the settings. Nothing was changed here; perhaps another copy of the file is whole.',
    action: 'choose-backup',
  },
  'backup-newer': {
    title: 'This backup comes from a newer Papertab',
    explanation: 'This one does not know all that is in it. Reload to get the newest Papertab, then take it once more.',
    action: 'reload',
  },
  'backup-size': {
    title: 'The backup is too large',
    explanation: 'So much does not fit into one file. Leave the history out: the printers and the settings are small.',
    action: 'choose-backup',
  },
  'backup-passphrase': {
    title: 'This passphrase does not open it',
    explanation: 'Capital letters and spaces count. Without the right one nobody can read the file, not even us.',
    action: 'none',
  },

  'copies-denied': {
    title: 'The browser asks again about the folder',
    explanation:
      'Until you allow it once more, copies wait; what is still in the history then follows. Printing goes on without them.',
    action: 'open-copies',
  },
  'copies-failed': {
    title: 'A copy could not be written into the folder',
    explanation:
      'The folder may have been moved or deleted, or its disk may be full. The print itself is safe in the history.',
    action: 'open-copies',
  },

  'job-unknown': {
    title: 'This print is no longer there',
    explanation: 'It was deleted, perhaps in another tab.',
    action: 'none',
  },
  'job-state': {
    title: 'That cannot be done just now',
    explanation: 'The print has moved on in the meantime.',
    action: 'none',
  },
  'job-picture': {
    title: 'The picture of this print is damaged',
    explanation: 'The browser cannot read it from its storage any more.',
    action: 'none',
  },
  'job-cancelled': { title: 'Cancelled', explanation: 'You stopped this print.', action: 'none' },

  ...printerErrorWords,

  'engine-failing': {
    title: 'The printer does not start',
    explanation:
      'Its engine stopped several times in a row. What it had accepted is safe. Reload the page to try again.',
    action: 'reload',
  },
  'engine-lost': {
    title: 'The printer stumbled',
    explanation: 'Its engine stopped and is being started again. That alone loses nothing that it had accepted.',
    action: 'none',
  },
  'engine-unresponsive': {
    title: 'The printer had stopped answering',
    explanation: 'Its engine was replaced, and goes on where the old one stopped. What it had accepted is safe.',
    action: 'none',
  },
  'engine-taken-over': {
    title: 'The printer moved into this tab',
    explanation:
      'The tab that it ran in did not answer any more. A print that was cut short begins again; a Bluetooth printer may want one tap.',
    action: 'open-printer',
  },
  'engine-silent': {
    title: 'The other tab does not answer',
    explanation:
      'The printer runs in another tab, which was silent when it was asked. Look at it there, or move the printer here.',
    action: 'none',
  },
  'page-insecure': {
    title: 'This page came over an insecure connection',
    explanation:
      'Browsers let neither the printer run nor paper printers be reached from a page at a plain http address of another computer. Open it with https, or on this computer as localhost.',
    action: 'none',
  },
  'engine-unsupported': {
    title: 'This browser cannot run the printer',
    explanation: 'It lacks something that Papertab needs. A current Chrome, Edge or another Chromium browser has it.',
    action: 'none',
  },
  'part-missing': {
    title: 'A part of Papertab did not load',
    explanation:
      'The network was away, or a new version took its place. What needs that part waits, and nothing that was accepted is lost. Reload the page: then all parts fit together again.',
    action: 'reload',
  },
  unexpected: {
    title: 'Something went wrong inside Papertab',
    explanation: 'That is our mistake, not yours. Reloading usually helps; nothing that was accepted is lost.',
    action: 'reload',
  },
};
