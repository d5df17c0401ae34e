import type { ErrorCode } from '../errors.ts';
import type { ErrorWords } from './error-words.ts';

/** What can go wrong with paper printers, and with pictures on their way to them. */
type PaperCode =
  | Exclude<Extract<ErrorCode, `printer-${string}`>, `printer-file-${string}`>
  | 'chooser-cancelled'
  | 'device-api-missing'
  | 'device-api-blocked'
  | 'bluetooth-off'
  | 'picture-file'
  | 'picture-file-size'
  | 'pictures-lost';

/** The part of the error table that is about paper printers and pictures of one's own. */
export const printerErrorWords: Readonly<Record<PaperCode, ErrorWords>> = {
  'printer-away': {
    title: 'The printer is away',
    explanation:
      'It is switched off, asleep, out of reach or unplugged. Switch it on and bring it near: it is found by itself.',
    action: 'open-printer',
  },
  'printer-lost': {
    title: 'The printer went away',
    explanation:
      'It fell asleep, or got out of reach. Switch it on and it goes on: a print that was cut short begins again.',
    action: 'open-printer',
  },
  'printer-write': {
    title: 'The printer took nothing more',
    explanation: 'The connection did not hold and is made anew. Nothing is lost.',
    action: 'open-printer',
  },
  'printer-silent': {
    title: 'The printer went silent',
    explanation:
      'It looked connected, but took nothing any more. The connection is made anew; if that goes on, switch the printer off and on.',
    action: 'open-printer',
  },
  'printer-unsteady': {
    title: 'The print keeps breaking off',
    explanation:
      'It was cut short several times, so it waits for you. Charge the printer, bring it nearer, then try again.',
    action: 'open-printer',
  },
  'printer-stalled': {
    title: 'The printer has stopped',
    explanation:
      'It takes no more and does not say why. See that it is switched on, has paper, is closed and is not in pause; else switch it off and on.',
    action: 'open-printer',
  },
  'printer-paper-out': {
    title: 'Out of paper',
    explanation:
      'Put in a new roll with its shiny, heat-sensitive side towards the print head, and close the cover. Printing goes on by itself.',
    action: 'open-printer',
  },
  'printer-cover-open': {
    title: 'The cover is open',
    explanation: 'Press it shut until both sides click. Printing goes on by itself.',
    action: 'open-printer',
  },
  'printer-too-hot': {
    title: 'The print head needs a rest',
    explanation: 'It got too hot, as it does with much black. It cools down in a minute or two and goes on by itself.',
    action: 'open-printer',
  },
  'printer-battery-empty': {
    title: 'The printer’s battery is empty',
    explanation: 'Plug it in. Printing goes on once there is enough charge.',
    action: 'open-printer',
  },
  'printer-fault': {
    title: 'The printer reports a fault of its own',
    explanation:
      'Look for jammed paper, at the cutter too. Then switch the printer off and on: the print begins again by itself.',
    action: 'open-printer',
  },
  'printer-unsupported': {
    title: 'This is not a printer that Papertab knows',
    explanation:
      'It answered, but Papertab cannot print on it. Perhaps another device was chosen from the list, or it is a Paperang whose print head is wider or narrower than those of the P1 and P2, like a C1, P3 or T1. Nothing is lost: messages can come out on the screen.',
    action: 'connect-printer',
  },
  'printer-language': {
    title: 'This printer is not supported yet',
    explanation:
      'It answers, but only in the newer language of Paperangs (A5), which Papertab does not speak yet. Nothing is lost: messages can come out on the screen.',
    action: 'open-printer',
  },
  'printer-in-use': {
    title: 'Something else holds the printer',
    explanation:
      'Another program or tab is connected to it. Close that one; the printer is tried again by itself, or at once with a click.',
    action: 'open-printer',
  },
  'printer-tap': {
    title: 'One tap to connect',
    explanation:
      'The browser wants your word before this tab may use the printer: once more after a reload, and when the printer has moved here from another tab. Switch it on and choose it from the browser’s list.',
    action: 'open-printer',
  },
  'printer-which': {
    title: 'Which one is it?',
    explanation:
      'Your adapters look the same to the browser, so it cannot tell which printer is plugged in. Let it feed a little paper and say which one it is.',
    action: 'open-printer',
  },
  'printer-unknown': {
    title: 'This printer is no longer here',
    explanation: 'It was forgotten, perhaps in another tab. Connect it once more to use it.',
    action: 'connect-printer',
  },
  'printer-setting': {
    title: 'The printer cannot be set to that',
    explanation: 'The value is outside of what it takes. It stays as it was.',
    action: 'none',
  },
  'chooser-cancelled': {
    title: 'No printer was chosen',
    explanation: 'The browser’s list was closed, or had nothing in it.',
    action: 'connect-printer',
  },
  'device-api-missing': {
    title: 'This browser cannot reach printers in this way',
    explanation: 'Chrome, Edge and Opera can, on computers and most of it on Android.',
    action: 'none',
  },
  'device-api-blocked': {
    title: 'The browser does not allow it here',
    explanation:
      'Printers were blocked for this page, by you or by whoever looks after this computer. See the site’s settings, left of the address.',
    action: 'none',
  },
  'bluetooth-off': {
    title: 'Bluetooth is off',
    explanation:
      'Switch it on in the settings of this computer or phone; the printer is then found by itself. If it has none, a small USB adapter helps.',
    action: 'none',
  },

  'picture-file': {
    title: 'This picture cannot be read',
    explanation: 'The browser does not know its kind, or the file is damaged. JPEG, PNG, WebP, GIF and SVG work.',
    action: 'none',
  },
  'picture-file-size': {
    title: 'This picture is too large',
    explanation: 'It has more dots than can be kept in memory here. Make it smaller first.',
    action: 'none',
  },
  'pictures-lost': {
    title: 'The picture could not be prepared',
    explanation: 'The part of the page that does that has stopped, and begins anew. Choose the picture once more.',
    action: 'none',
  },
};
