import { LogStore } from '../jobs/log-store.ts';
import { Copies } from './copies.ts';
import { CopyFolderRecord } from './copy-folder-record.ts';
import type { KeepingWorld } from './keeping.ts';
import { LogBook } from './log-book.ts';
import { Retention } from './retention.ts';

/** What the first message of the day does not need: it is loaded when the engine runs. */
export interface KeptParts {
  readonly book: LogBook;
  readonly retention: Retention;
  readonly copies: Copies;
}

/** Opens them all. Never rejects. */
export async function openKeptParts(world: KeepingWorld): Promise<KeptParts> {
  const { database, clock, epoch, store } = world;
  const book = new LogBook(new LogStore(database, epoch), clock, epoch);
  const copies = await Copies.open({
    clock,
    kept: new CopyFolderRecord(database, epoch),
    jobs: (page) => store.list(page),
    picture: (id) => store.picture(id),
    log: book.log,
    changed: () => world.changed(),
  });
  return { book, copies, retention: new Retention(store, () => world.limits(), world.removed) };
}
