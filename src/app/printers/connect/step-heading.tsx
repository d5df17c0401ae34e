import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The heading of a step. It takes the focus whenever its words change, so that the keyboard and a screen reader follow. */
export function StepHeading({ text }: { text: string }): JSX.Element {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    ref.current?.focus();
  }, [text]);
  return (
    <h3 ref={ref} class="step-heading" tabIndex={-1}>
      {text}
    </h3>
  );
}
