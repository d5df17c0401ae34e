/**
 * How many times longer a picture of `width` dots comes out of a head of `headWidth`: whole dots enlarge it not at all,
 * one and a half times or twice; one that is wider is shrunk to fit.
 */
export function headScale(width: number, headWidth: number): number {
  const room = headWidth / width;
  if (room <= 1) return room;
  return room >= 2 ? 2 : room >= 1.5 ? 1.5 : 1;
}
