import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { toPapertabError } from '../../errors.ts';
import type { Bitmap } from '../../imaging/bitmap.ts';
import { useModel } from '../model-context.ts';

/** A job's picture: undefined while it is not here, `gone` when it cannot be read. Dropped when not wanted. */
export function usePicture(id: number, wanted: boolean): Bitmap | 'gone' | undefined {
  const { engine, state } = useModel();
  const running = state.value.phase === 'running';
  const shown = useRef<number | undefined>(undefined);
  const [picture, setPicture] = useState<Bitmap | 'gone'>();
  useEffect(() => {
    if (!wanted) {
      shown.current = undefined;
      setPicture(undefined);
      return;
    }
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
  }, [engine, id, wanted, running]);
  return picture;
}

/** How far outside the window pictures are kept, so that scrolling does not meet blank paper. */
const NEAR = '1200px 0px';

/** Whether an element is in view or near it. */
export function useNear(ref: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new IntersectionObserver((entries) => setNear(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: NEAR,
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return near;
}
