/** The words about pictures of one's own. Apart from the others because they are fetched only in the place for writing. */
export const pictureWords = {
  invite: 'Drop a picture here',
  inviteTouch: 'Put a picture on paper',
  paste: (keys: string) => `or paste one with ${keys}`,
  pasteMac: '⌘ + V',
  pasteElse: 'Ctrl + V',
  kinds: 'A photo, a drawing, a screenshot. It stays on this device.',
  choose: 'Choose a picture',
  photo: 'Take a photo',
  another: 'Another picture',
  clear: 'Put it away',
  opening: 'Having a look at it…',
  here: (title: string) => `${title} is on the paper.`,
  label: (title: string, length: string) => `${title}, as it will print: ${length} of paper`,
  turn: 'Turn',
  kernel: 'Style',
  kernels: { 'floyd-steinberg': 'Smooth', atkinson: 'Crisp', threshold: 'Hard edges' },
  kernelHints: {
    'floyd-steinberg': 'Keeps every shade in finely scattered dots: good for photos (Floyd–Steinberg).',
    atkinson: 'Bright lights, deep shadows, clear edges: good for faces and drawings (Atkinson).',
    threshold: 'No shades at all: good for text and line drawings.',
  },
  brightness: 'Brightness',
  contrast: 'Contrast',
  middle: 'Middle tones',
  level: 'How much is black',
  signed: (value: number) => (value > 0 ? `+${value}` : value < 0 ? `−${-value}` : '0'),
  percent: (value: number) => `${value} %`,
  reset: 'Reset',
  again: 'Try again',
  troubles: {
    unreadable: {
      title: 'The file could not be read',
      text: 'It may have been moved, or is still on its way from a cloud. Choose it once more.',
    },
    heic: {
      title: 'This browser cannot open HEIC photos',
      text: 'Save or export the photo as a JPEG and choose that. An iPhone takes JPEGs from the start with Settings, Camera, Formats, Most Compatible.',
    },
    unknown: {
      title: 'This is no picture that can be opened here',
      text: 'JPEG, PNG, WebP, GIF, AVIF, BMP and SVG can be. Save it as one of these and choose that.',
    },
    damaged: (kind: string) => ({
      title: `The browser could not open this ${kind} file`,
      text: 'It seems to be damaged or cut short. Fetch it once more, or save it anew with another program.',
    }),
    tooLarge: {
      title: 'This picture is too large',
      text: 'Files up to 64 MB and 100 million dots can be opened. Save it smaller, or take a screenshot of it.',
    },
    tooLong: (longest: string) => ({
      title: 'That would be a very long print',
      text: `At this width it would take more than ${longest} of paper. Turn it, or cut out the part that you want.`,
    }),
    lost: {
      title: 'The picture slipped away',
      text: 'Perhaps there was too little memory for it. Try again; a smaller picture helps.',
    },
  },
} as const;
