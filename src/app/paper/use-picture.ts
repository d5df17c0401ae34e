import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Bitmap } from '../../imaging/bitmap.ts';
import { useModel } from '../model-context.ts';

/** A job's picture: undefined while it is not here, `gone` when it cannot be read. Dropped when not wanted. */
export function usePicture(id: number, wanted: boolean): Bitmap | 'gone' | undefined {
  const { engine } = useModel();
  const [picture, setPicture] = useState<Bitmap | 'gone'>();
  useEffect(() => {
    if (!wanted) {
      setPicture(undefined);
      return;
    }
    let stale = false;
    engine.picture(id).then(
      (bitmap) => {
        if (!stale) setPicture(bitmap);
      },
      () => {
        if (!stale) setPicture('gone');
      },
    );
    return () => {
      stale = true;
    };
  }, [engine, id, wanted]);
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
