/** The faces that are drawn here, in the order in which they are offered. */
export const FACE_IDS = ['pip', 'dot', 'nell', 'bolt', 'moss', 'hum'] as const;

export type FaceId = (typeof FACE_IDS)[number];

/** Whether `id` names a face that is drawn here. */
export function isFaceId(id: unknown): id is FaceId {
  return FACE_IDS.some((face) => face === id);
}
