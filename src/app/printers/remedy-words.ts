import type { TestOutcome } from './remedies.ts';

/**
 * What to try when a test page did not come out right: for Paperangs, and for receipt printers; `line` is for those on a
 * cable, besides.
 */
export const remedyWords = {
  nothing: {
    paperang: [
      'Switch the printer off and on, and wait until it is connected again.',
      'If it beeps but does not print: print one page from the maker’s app, close the app, and try again here.',
      'Print the printer’s own test page. If that comes out, the connection is good.',
    ],
    line: [
      'The speed may be wrong: the printer’s own test page says it. Switch the printer on with its feed button held down.',
      'Leave flow control at “none”, unless the cable is known to have all its lines.',
    ],
    receipt: ['Another port in the list may be the right one. Connect the printer once more and choose another.'],
  },
  blank: {
    paperang: [
      'The paper is in the wrong way round: only one side of thermal paper turns black. Scratch it with a fingernail: the side that darkens belongs towards the print head.',
      'If it is faint rather than blank, print darker.',
      'Switch the printer off and on, and wait until it is connected again.',
    ],
    line: [],
    receipt: [
      'The paper is in the wrong way round: only one side of thermal paper turns black. Scratch it with a fingernail: the side that darkens belongs towards the print head.',
      'A weak power supply feeds paper but does not heat. Use the printer’s own.',
    ],
  },
  pale: {
    paperang: [
      'Set how dark it prints below, a step or two at a time.',
      'A low battery prints paler. Plug the printer in.',
      'Paper that is old, or lay in the sun, turns pale. Try a fresh roll.',
    ],
    line: [],
    receipt: [
      'How dark it prints is set at the printer: mostly in a menu that comes when it is switched on with its feed button held down.',
      'A weak power supply prints paler. Use the printer’s own.',
      'Paper that is old, or lay in the sun, turns pale. Try a fresh roll.',
    ],
  },
  streaks: {
    paperang: [
      'White lines along the paper: there is dirt on the print head. Switch the printer off, let it cool down, and wipe the head with a cotton bud and a little alcohol.',
      'White lines across the paper: the battery may be low, or the connection weak. Plug the printer in and bring it closer.',
    ],
    line: [
      'White lines across the paper may also come of a slow line: set a higher speed at the printer, and then here.',
    ],
    receipt: [
      'White lines along the paper: there is dirt on the print head. Switch the printer off, let it cool down, and wipe the head with a cotton bud and a little alcohol.',
      'White lines across the paper, or pieces missing: it cannot keep up, or its battery is low. Plug it in, and switch careful mode on.',
    ],
  },
  slanted: {
    paperang: ['It is probably another model, with more or fewer dots across. Choose the other one.'],
    line: [],
    receipt: [
      'It is probably the other model: the narrow roll is 58 mm wide, the wide one 80 mm. Choose that below.',
      'Still not whole: a few printers have another width, of 512 or 640 dots.',
      'Straight lines, but the right side missing: choose a smaller width.',
    ],
  },
  garbage: {
    paperang: [
      'Switch the printer off and on: it may still be waiting for the rest of an earlier picture.',
      'If letters come instead of pictures, it speaks another language than a Paperang does.',
    ],
    line: [
      'The speed is wrong, most likely. The printer’s own test page says it: switch the printer on with its feed button held down.',
    ],
    receipt: [
      'Good at first, garbage later: it cannot keep up. Switch careful mode on.',
      'Switch the printer off and on before the next try: it may still be waiting for the rest of a picture.',
    ],
  },
  part: {
    paperang: [
      'The battery may be low: a dark line takes the most power. Plug the printer in.',
      'Bring it closer, and keep phones that know it away.',
    ],
    line: [],
    receipt: ['Its memory overflowed. Switch careful mode on: it prints more slowly, in small pieces.'],
  },
} satisfies Record<TestOutcome, Record<'paperang' | 'line' | 'receipt', readonly string[]>>;
