import type { ErrorAction } from './error-words.ts';
import type { Model } from './model.ts';
import { BACKUP_SETTINGS, hrefOf, SERVER_CHOICE, STORAGE_SETTINGS } from './routes.ts';

/** Does what an error's button says. `choose-file` is the business of the sheet that shows it. */
export function runErrorAction(model: Model, action: ErrorAction): void {
  switch (action) {
    case 'none':
      return;
    case 'retry-server':
      void model.attempt(model.engine.reconnect());
      return;
    case 'choose-server':
      go(SERVER_CHOICE);
      break;
    case 'open-settings':
      go(hrefOf('settings'));
      break;
    case 'open-history':
      go(hrefOf('history'));
      break;
    case 'choose-file':
      model.sheet.value = { kind: 'import' };
      return;
    case 'choose-backup':
      go(BACKUP_SETTINGS);
      break;
    case 'open-copies':
      go(STORAGE_SETTINGS);
      break;
    case 'open-printer':
      model.sheet.value = { kind: 'printer' };
      return;
    case 'connect-printer':
      model.sheet.value = { kind: 'connect' };
      return;
    case 'reload':
      model.platform.reload();
      return;
  }
  model.sheet.value = undefined;
}

function go(href: string): void {
  location.hash = href;
}
