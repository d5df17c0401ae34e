/** The places of the page, in the order of its bar. */
export const PLACES = ['paper', 'write', 'history', 'settings'] as const;

export type Place = (typeof PLACES)[number];

/** The place that a location's hash names; whatever is unknown is the paper. */
export function placeOf(hash: string): Place {
  const name = hash.replace(/^#\/?/, '').split(/[/?]/, 1)[0];
  return PLACES.find((place) => place === name) ?? 'paper';
}

/** The link to the choice of a server, within the settings. */
export const SERVER_CHOICE = '#/settings/server';

/** The link to the paper printers, within the settings. */
export const PRINTER_SETTINGS = '#/settings/printers';

/** The link to what is kept: history, folder of copies, storage. */
export const STORAGE_SETTINGS = '#/settings/storage';

/** The link to backups, within the settings. */
export const BACKUP_SETTINGS = '#/settings/backup';

/** The link to a place. */
export function hrefOf(place: Place): string {
  return place === 'paper' ? '#/' : `#/${place}`;
}
