import { BACKUP_SETTINGS, PRINTER_SETTINGS, SERVER_CHOICE, STORAGE_SETTINGS } from '../routes.ts';

/** The sections of the settings and the links that lead to them, in their order on the page. */
export const SECTIONS = {
  littlePrinters: '#/settings/little-printers',
  printers: PRINTER_SETTINGS,
  server: SERVER_CHOICE,
  tab: '#/settings/tab',
  storage: STORAGE_SETTINGS,
  backup: BACKUP_SETTINGS,
  help: '#/settings/diagnostics',
  about: '#/settings/about',
} as const;

export type SectionName = keyof typeof SECTIONS;

/** The link to the log, a page of its own within the settings. */
export const LOG_PAGE = '#/settings/log';
