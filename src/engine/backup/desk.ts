import type { Clock } from '../../clock.ts';
import type { Writer } from '../../jobs/guarded-write.ts';

/** Where backups are made of and taken over into. */
export interface BackupDesk extends Pick<Writer, 'database' | 'epoch'> {
  readonly clock: Clock;
  /**
   * Stores what waits for the log, and resolves to whether all of it is stored. What the log says of this browser is
   * relied on only then.
   */
  readonly storeLog?: () => Promise<boolean>;
}

/** Where the address book lies among the single values. */
export const ADDRESS_BOOK = 'address-book';
