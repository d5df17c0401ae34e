import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Puts the focus on the heading of the place, or into the sheet that lies over it: for when what had it is gone. What is
 * looked at stays where it is.
 */
export function focusPlace(): void {
  const sheet = document.querySelector<HTMLElement>('dialog[open] .sheet-head button');
  const heading = document.querySelector<HTMLElement>('main h1');
  (sheet ?? heading)?.focus({ preventScroll: true });
}

/** A part of the page that takes the focus with it when it goes: then the place gets it. */
export function useFocusHeir<T extends HTMLElement>(): RefObject<T | null> {
  const part = useRef<T>(null);
  // While it is still there: afterwards nobody knows where the focus was.
  useLayoutEffect(
    () => () => {
      if (part.current?.contains(document.activeElement)) focusPlace();
    },
    [],
  );
  return part;
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
