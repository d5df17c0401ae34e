import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The heading of a later step of a sheet. It takes the focus, so that the keyboard and a screen reader follow. */
export function StepHeading({ text }: { text: string }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h3 ref={heading} tabIndex={-1}>
      {text}
    </h3>
  );
}
