import { useEffect, useRef, useState } from 'preact/hooks';
import { toPapertabError } from '../../errors.ts';
import type { Bitmap } from '../../imaging/bitmap.ts';
import { useModel } from '../model-context.ts';

/** A job's picture: undefined while it is not here, `gone` when it cannot be read. */
export function usePicture(id: number): Bitmap | 'gone' | undefined {
  const { engine, state } = useModel();
  const running = state.value.phase === 'running';
  const shown = useRef<number | undefined>(undefined);
  const [picture, setPicture] = useState<Bitmap | 'gone'>();
  useEffect(() => {
    // What is here stays when the engine is replaced; what is not is asked of the new one.
    if (!running || shown.current === id) return;
    let stale = false;
    engine.picture(id).then(
      (bitmap) => {
        if (stale) return;
        shown.current = id;
        setPicture(bitmap);
      },
      (thrown) => {
        if (!stale && toPapertabError(thrown).code === 'job-picture') setPicture('gone');
      },
    );
    return () => {
      stale = true;
    };
  }, [engine, id, running]);
  return picture;
}
