import { useEffect, useMemo, useState } from 'preact/hooks';
import type { LittlePrinterView } from '../../../engine/api.ts';
import type { Bitmap } from '../../../imaging/bitmap.ts';
import { drawFace } from '../../../imaging/faces/draw-face.ts';
import { type FaceId, isFaceId } from '../../../imaging/faces/faces.ts';
import { useModel } from '../../model-context.ts';

const drawn = new Map<FaceId, Bitmap>();

/** One of the faces that are drawn here; drawn once. */
export function faceOf(id: FaceId): Bitmap {
  const known = drawn.get(id) ?? drawFace(id);
  drawn.set(id, known);
  return known;
}

/** The face that a Little Printer prints now; undefined for none, and while that of the server is not here. */
export function useFace({
  deviceAddress,
  face,
}: Pick<LittlePrinterView, 'deviceAddress' | 'face'>): Bitmap | undefined {
  const { engine, state } = useModel();
  const running = state.value.phase === 'running';
  const [fromServer, setFromServer] = useState<Bitmap>();
  const here = useMemo(() => (isFaceId(face) ? faceOf(face) : undefined), [face]);
  useEffect(() => {
    setFromServer(undefined);
    if (face !== 'server' || !running) return;
    let stale = false;
    engine.face(deviceAddress).then(
      (bitmap) => {
        if (!stale) setFromServer(bitmap);
      },
      // A picture beside words: nothing is lost without it.
      () => {},
    );
    return () => {
      stale = true;
    };
  }, [engine, deviceAddress, face, running]);
  return here ?? (face === 'server' ? fromServer : undefined);
}
