import { PapertabError } from '../errors.ts';

/** Does something once everything that was asked for before is done. Rejects with what it rejects with. */
export type InTurn = <T>(change: () => Promise<T>) => Promise<T>;

/**
 * Lets changes of what is kept happen one after another: each begins from what the last one left.
 *
 * @param isOver whether none may begin any more; then they reject with `engine-superseded`
 */
export function takingTurns(isOver: () => boolean): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (change) => {
    const turn = last.then(() => {
      if (isOver()) throw new PapertabError('engine-superseded');
      return change();
    });
    last = turn.catch(() => {});
    return turn;
  };
}
