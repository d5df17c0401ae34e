import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Tells an element's styles how high it is, as `--own-size`: they cannot know by themselves. */
export function useOwnSize(ref: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const tell = (): void => element.style.setProperty('--own-size', `${element.offsetHeight}px`);
    tell();
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
}
