import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PrinterLink } from '../../../engine/api.ts';
import { NotListed } from '../not-listed.tsx';
import { printerWords } from '../words.ts';

const say = printerWords.connect.connecting;

/** After so many milliseconds a connection takes longer than one that comes about mostly does. */
const USUAL_MS = 10_000;

/** Says that it takes a few seconds; when it took more than those, what to look at meanwhile. */
export function ConnectingWait({ link }: { link: PrinterLink }): JSX.Element {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), USUAL_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <p role="status" class="connecting-line">
        {long ? say.waitLonger : say.wait}
      </p>
      {long && link.transport !== 'screen' && (
        <details class="more">
          <summary>{say.check}</summary>
          <NotListed transport={link.transport} />
        </details>
      )}
    </>
  );
}
