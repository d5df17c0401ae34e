import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A heading that takes the focus when somebody follows a link to its section. */
export function useLinkedSection(href: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // After the heading of the place, which takes the focus when one comes here.
    const show = (): void => {
      if (location.hash === href) requestAnimationFrame(() => heading.current?.focus());
    };
    show();
    addEventListener('hashchange', show);
    return () => removeEventListener('hashchange', show);
  }, [href]);
  return heading;
}
