import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useModel } from '../model-context.ts';

/** The heading of a place. It takes the focus when somebody goes there, so that the keyboard and a screen reader follow. */
export function PlaceHeading({ text, hidden = false }: { text: string; hidden?: boolean }): JSX.Element {
  const { navigations } = useModel();
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (navigations.peek() > 0) ref.current?.focus({ preventScroll: true });
  }, [navigations]);
  return (
    <h1 ref={ref} class={hidden ? 'visually-hidden' : 'place-heading'} tabIndex={-1}>
      {text}
    </h1>
  );
}
