import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Job } from '../../jobs/job.ts';
import { type RowsInView, rowsInView, spacesBetween } from './rows-in-view.ts';

interface JobRowsProps {
  readonly jobs: readonly Job[];
  readonly class: string;
  /** What a screen reader calls the list. */
  readonly label: string;
  /** Height of a row that has not been on the page yet, in CSS pixels. */
  readonly estimate: (job: Job) => number;
  readonly classOf?: (job: Job, index: number) => string;
  /** Whether a row is on the page wherever that is scrolled to. */
  readonly always?: (job: Job, index: number) => boolean;
  readonly children: (job: Job, index: number) => JSX.Element;
}

/** How far outside the window rows are kept, in CSS pixels, so that scrolling does not meet blank desk. */
const NEAR = 1200;

/**
 * A list of jobs of which only what is in view, or near it, is on the page; in place of the rest lies blank space of the
 * same height. A row is as high as it was when it was last there. What has the focus stays, with its neighbours.
 */
export function JobRows(props: JobRowsProps): JSX.Element {
  const { jobs, label, estimate, classOf, always, children } = props;
  const list = useRef<HTMLOListElement>(null);
  const heights = useRef(new Map<number, number>());
  const [focused, setFocused] = useState<number>();
  const [view, setView] = useState<RowsInView>({ first: 0, last: 0 });
  const heightsOf = (): number[] => jobs.map((job) => heights.current.get(job.id) ?? estimate(job));

  const look = useRef(() => {});
  look.current = () => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const next = rowsInView(heightsOf(), -top - NEAR, innerHeight - top + NEAR);
    setView((now) => (now.first === next.first && now.last === next.last ? now : next));
  };

  useLayoutEffect(() => look.current());
  useEffect(() => {
    const again = (): void => look.current();
    const anew = (): void => {
      heights.current.clear();
      again();
    };
    addEventListener('scroll', again, { passive: true });
    addEventListener('resize', anew);
    return () => {
      removeEventListener('scroll', again);
      removeEventListener('resize', anew);
    };
  }, []);
  const measure = useMeasure((id, height) => {
    heights.current.set(id, height);
    look.current();
  });
  useEffect(() => {
    // What was deleted is not remembered.
    const here = new Set(jobs.map(({ id }) => id));
    for (const id of heights.current.keys()) if (!here.has(id)) heights.current.delete(id);
  }, [jobs]);

  const focusAt = jobs.findIndex(({ id }) => id === focused);
  // Those beside what has the focus are where the keyboard goes next.
  const isNextToFocus = (i: number): boolean => focusAt >= 0 && Math.abs(i - focusAt) <= 1;
  const shown = jobs.flatMap((job, i) =>
    (i >= view.first && i <= view.last) || isNextToFocus(i) || always?.(job, i) ? [i] : [],
  );
  const spaces = spacesBetween(heightsOf(), shown);

  return (
    <ol
      ref={list}
      class={props.class}
      aria-label={label}
      onFocusIn={(event) => setFocused(idOf(event.target))}
      onFocusOut={(event) => setFocused(idOf(event.relatedTarget))}
    >
      {shown.flatMap((i, n) => [
        <Space key={`before-${jobs[i]!.id}`} height={spaces[n]!} />,
        <li
          key={jobs[i]!.id}
          ref={measure}
          class={classOf?.(jobs[i]!, i)}
          data-job={jobs[i]!.id}
          aria-setsize={jobs.length}
          aria-posinset={i + 1}
        >
          {children(jobs[i]!, i)}
        </li>,
      ])}
      <Space key="after" height={spaces.at(-1)!} />
    </ol>
  );
}

function Space({ height }: { height: number }): JSX.Element | null {
  if (height <= 0) return null;
  return <li class="row-space" aria-hidden="true" style={{ blockSize: `${height}px` }} />;
}

/** The job that an element belongs to. */
function idOf(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest('[data-job]') : null;
  return row ? Number(row.getAttribute('data-job')) : undefined;
}

/** A ref for elements whose height is to be known whenever it changes. */
function useMeasure(onHeight: (id: number, height: number) => void): (element: HTMLLIElement | null) => void {
  const tell = useRef(onHeight);
  tell.current = onHeight;
  const [observer] = useState(
    () =>
      new ResizeObserver((entries) => {
        for (const { target, borderBoxSize } of entries) {
          const height = borderBoxSize[0]?.blockSize ?? 0;
          const id = idOf(target);
          // One that has just been taken away measures nothing.
          if (id !== undefined && height > 0 && target.isConnected) tell.current(id, height);
        }
      }),
  );
  useEffect(() => () => observer.disconnect(), [observer]);
  const seen = useRef(new Set<HTMLLIElement>());
  useEffect(() => {
    for (const element of seen.current) {
      if (element.isConnected) continue;
      observer.unobserve(element);
      seen.current.delete(element);
    }
  });
  const [ref] = useState(() => (element: HTMLLIElement | null): void => {
    if (!element) return;
    seen.current.add(element);
    observer.observe(element);
  });
  return ref;
}
