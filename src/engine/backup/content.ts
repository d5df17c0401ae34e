import type { StoredPicture } from '../../jobs/database.ts';
import { checkStored } from '../../jobs/stored-picture.ts';
import { unreadable } from './bounds.ts';
import type { Entry, Item } from './entry.ts';

type Of<K extends Entry['kind']> = Extract<Entry, { readonly kind: K }>;

/** What the server gave a Little Printer to show, as it is stored. */
type Personality = Record<string, number | StoredPicture | StoredPicture[]>;

export interface JobItem extends Pick<Of<'job'>, 'id' | 'job'> {
  readonly picture: StoredPicture | undefined;
}

/** Everything in a backup, gathered before any of it is stored: within a transaction one cannot wait for a file. */
export class Content {
  settings: Of<'settings'>['settings'] | undefined;
  readonly littlePrinters: Of<'little-printer'>['printer'][] = [];
  readonly paperPrinters: Of<'paper-printer'>['printer'][] = [];
  readonly addresses: Pick<Of<'address'>, 'name' | 'key'>[] = [];
  /** By device address. */
  readonly personalities = new Map<string, Personality>();
  readonly jobs: JobItem[] = [];

  /** @throws PapertabError `backup-unreadable` for a picture of no size, or one that belongs to nothing */
  add({ entry, bytes }: Item): void {
    switch (entry.kind) {
      case 'settings':
        this.settings = entry.settings;
        break;
      case 'little-printer':
        this.littlePrinters.push(entry.printer);
        break;
      case 'paper-printer':
        this.paperPrinters.push(entry.printer);
        break;
      case 'address':
        this.addresses.push({ name: entry.name, key: entry.key });
        break;
      case 'personality':
        this.personalities.set(entry.deviceAddress, { personalityId: entry.personalityId, quipsId: entry.quipsId });
        break;
      case 'personality-picture':
        this.#addPersonalityPicture(entry, bytes);
        break;
      case 'job':
        this.#addJob(entry, bytes);
        break;
    }
  }

  #addJob({ id, job }: Of<'job'>, bytes: Item['bytes']): void {
    if (bytes === undefined && (job.width > 0 || job.height > 0)) throw unreadable('a picture is missing');
    this.jobs.push({ id, job, picture: bytes && picture(job, bytes) });
  }

  #addPersonalityPicture(entry: Of<'personality-picture'>, bytes: Item['bytes']): void {
    const personality = this.personalities.get(entry.deviceAddress);
    if (personality === undefined) throw unreadable('a personality is missing');
    const made = picture(entry, bytes);
    const quips = personality.quips;
    if (entry.shows !== 'quips') personality[entry.shows] = made;
    else if (Array.isArray(quips)) quips.push(made);
    else personality.quips = [made];
  }
}

function picture({ width, height }: { width: number; height: number }, bytes: Item['bytes']): StoredPicture {
  try {
    return checkStored({ width, height, encoding: 'deflate-raw', bytes });
  } catch (cause) {
    throw unreadable('a picture', cause);
  }
}
