import type { Model } from './model.ts';

/** A click so soon after another at the same place, in milliseconds, is the second half of a double click. */
const DOUBLE_MS = 1_000;

/** When something was last done at a place, in Unix milliseconds. */
const done = new WeakMap<Model, Map<number | string, number>>();

/**
 * Does what a click asks for, unless that is the second half of a double click: it would undo what the first half began, or
 * be meant for what has come in its place. For controls that change with what they do.
 *
 * @param place what the controls stand at: the id of their job, or a name where they are about one job after the other
 */
export function once(model: Model, place: number | string, action: () => Promise<unknown>): void {
  const { now } = model.platform;
  const places = done.get(model) ?? new Map<number | string, number>();
  done.set(model, places);
  const since = now() - (places.get(place) ?? Number.NEGATIVE_INFINITY);
  // A clock that was set back tells nothing.
  if (since >= 0 && since < DOUBLE_MS) return;
  const note = (): void => void places.set(place, now());
  note();
  // What it began may have taken its time.
  void action().then(note);
}
