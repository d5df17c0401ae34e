import { effect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Job } from '../../jobs/job.ts';
import { shownRows } from '../feed.ts';
import type { Model } from '../model.ts';
import { feedSpeed } from '../paper-printers.ts';

/**
 * Lets the paper of a job come out: keeps the height of its window at the rows that are out. The engine's counts lead,
 * the frames only follow, so a page that was hidden catches up in its first frame. Where motion is not wanted, the print
 * appears when it is done.
 *
 * @param dot CSS pixels that a row takes
 * @returns whether all of it is out
 */
export function useFeed(model: Model, job: Job, dot: number, window: RefObject<HTMLElement | null>): boolean {
  const [out, setOut] = useState(() => rowsOut(model, job) >= job.height);

  useLayoutEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let frame: number | undefined;
    let done = false;
    const step = (): void => {
      const rows = rowsOut(model, job);
      done = rows >= job.height && job.state === 'printed';
      const show = still && !done ? 0 : rows;
      if (window.current) window.current.style.blockSize = `${show * dot}px`;
      setOut(done);
      frame = !done && isMoving(model, job) ? requestAnimationFrame(step) : undefined;
    };
    // With a head that has stopped the frames stop too: the next count begins them again.
    const stop = effect(() => {
      model.rowsOf(job.id);
      if (frame === undefined && !done) step();
    });
    return () => {
      stop();
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [model, job, dot, window]);

  return out;
}

function isMoving(model: Model, job: Job): boolean {
  return model.feedOf(job.id)?.moving ?? job.state === 'printing';
}

function rowsOut(model: Model, job: Job): number {
  const feed = model.feedOf(job.id);
  if (!feed) return job.state === 'printed' ? job.height : 0;
  return shownRows(feed, model.platform.now(), feedSpeed(model.state.peek(), job));
}
