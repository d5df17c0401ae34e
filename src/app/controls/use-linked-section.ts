import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A heading that takes the focus, and comes to the top of the view, when somebody follows a link to its section. */
export function useLinkedSection(href: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // After the heading of the place, which takes the focus when one comes here.
    const show = (): void => {
      if (location.hash !== href) return;
      requestAnimationFrame(() => {
        // The focus alone brings it just into view, and there the places may lie over it. At once, so that nothing moves.
        heading.current?.focus({ preventScroll: true });
        heading.current?.scrollIntoView({ block: 'start' });
      });
    };
    show();
    addEventListener('hashchange', show);
    return () => removeEventListener('hashchange', show);
  }, [href]);
  return heading;
}
