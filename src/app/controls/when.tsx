import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatDayAndTime, formatWhen } from '../format.ts';
import { useModel } from '../model-context.ts';

/** How often the words are looked at again, in milliseconds: the smallest step that they know is a minute. */
const STEP_MS = 30_000;

/** A point in time (Unix milliseconds) as people say it, kept right while it is looked at. */
export function When({ at }: { at: number }): JSX.Element {
  const { platform } = useModel();
  const [now, setNow] = useState(() => platform.now());
  const said = formatWhen(at, now);
  const settled = said === formatDayAndTime(at);
  useEffect(() => {
    if (settled) return;
    const timer = setInterval(() => setNow(platform.now()), STEP_MS);
    return () => clearInterval(timer);
  }, [platform, settled]);
  // What has just changed may be younger than the last look.
  return <>{at > now ? formatWhen(at, platform.now()) : said}</>;
}
