import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Puts the focus on the heading of the place: for when what had it is gone. */
export function focusPlace(): void {
  document.querySelector<HTMLElement>('main h1')?.focus();
}

/** The button that asks something, to which the focus goes back when the question is put away. */
export function useAsker(asking: boolean): RefObject<HTMLButtonElement | null> {
  const asker = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current && !asking) asker.current?.focus();
    asked.current = asking;
  }, [asking]);
  return asker;
}
