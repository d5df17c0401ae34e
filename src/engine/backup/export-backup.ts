import { collect } from './collect.ts';
import type { BackupDesk } from './desk.ts';
import { writeBackup } from './write-backup.ts';

/**
 * Everything that this browser keeps as one file: Little Printers with their secrets (retired ones too), what the server
 * gave them to show, paper printers, settings, what is not printed yet, and the history where wanted. Encrypted where
 * there is a passphrase that is not empty. The bridge address, the log and the folder for copies stay here.
 *
 * @throws PapertabError `backup-size`, `storage-failed`
 */
export async function exportBackup(
  { database, clock }: BackupDesk,
  { history, passphrase }: { readonly history: boolean; readonly passphrase?: string },
): Promise<Uint8Array<ArrayBuffer>> {
  return writeBackup(clock.now(), collect(database, { history }), passphrase);
}
