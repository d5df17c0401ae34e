import type { EngineApi } from './api.ts';
import type { Keeping } from './keeping.ts';
import type { PapertabWorld } from './papertab-world.ts';
import type { InTurn } from './turns.ts';

/** What is done with what is kept needs of the engine. */
interface KeepingDeskWorld {
  readonly keeping: Keeping;
  readonly inTurn: InTurn;
  readonly realm: Pick<PapertabWorld, 'restart'>;
}

type KeepingCalls = Pick<
  EngineApi,
  'log' | 'clearLog' | 'storageUse' | 'copyFolder' | 'setCopyFolder' | 'exportBackup' | 'readBackup' | 'importBackup'
>;

/** What the page does with log, copies and backups. */
export function openKeepingDesk({ keeping, inTurn, realm }: KeepingDeskWorld): KeepingCalls {
  return {
    log: (page) => keeping.list(page),
    clearLog: () => keeping.clearLog(),
    storageUse: () => keeping.storageUse(),
    copyFolder: () => keeping.copyFolder(),
    setCopyFolder: (folder) => keeping.setCopyFolder(folder),
    exportBackup: (what) => keeping.exportBackup(what),
    readBackup: (file, passphrase) => keeping.readBackup(file, passphrase),
    importBackup: (...backup) =>
      inTurn(async () => {
        await keeping.importBackup(...backup);
        realm.restart();
      }),
  };
}
