import type { FaceId } from '../../../imaging/faces/faces.ts';

/** The words about faces, fetched with them. */
export const faceWords = {
  legend: 'Face',
  hint: 'Printed below messages that ask for one. Most do.',
  names: { pip: 'Pip', dot: 'Dot', nell: 'Nell', bolt: 'Bolt', moss: 'Moss', hum: 'Hum' } satisfies Record<
    FaceId,
    string
  >,
  server: 'The server’s own',
  serverNote: 'Sent by the server',
  none: 'No face',
  noneNote: 'Only the message',
  print: 'Print it',
  printed: (name: string) => `${name}, to try it out`,
  pictureOf: (name: string) => `The face of ${name}`,
} as const;
