import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useModel } from '../model-context.ts';

const SHOWN_MS = 4000;

/** What was just done, for a moment. It is read out elsewhere, so it is hidden from those who hear it. */
export function Said(): JSX.Element | null {
  const { said } = useModel();
  const saying = said.value;
  const ref = useRef<HTMLDivElement>(null);
  // Above a sheet that lies over the page, where the browser knows popovers.
  useLayoutEffect(() => ref.current?.showPopover?.(), [saying]);
  useEffect(() => {
    if (!saying) return;
    const timer = setTimeout(() => {
      if (said.peek() === saying) said.value = undefined;
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said, saying]);
  if (!saying) return null;
  return (
    <div ref={ref} key={saying.count} class="said" popover="manual" aria-hidden="true">
      {saying.text}
    </div>
  );
}
