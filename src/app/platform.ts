import type { Bitmap } from '../imaging/bitmap.ts';
import type { Notices } from '../page/notify.ts';
import type { PaperBlock } from '../page/paper-block.ts';
import type { PrinterConnector } from '../page/printers/connector.ts';
import type { OpenPicture } from '../pictures/api.ts';

/** What of the world around it the page needs, handed in by `main` so that a test can pass its own. */
export interface Platform {
  /** The page's own address. */
  readonly pageUrl: string;
  /** Unix milliseconds. */
  now(): number;
  /** Rejects where the browser does not allow it. */
  copyText(text: string): Promise<void>;
  /** Hands a file to the user. */
  saveFile(name: string, content: Blob): void;
  /** Sets text for the head: `width` dots wide, as long as it needs. Rejects with `picture-size` when that is too long. */
  drawPaper(blocks: readonly PaperBlock[], width: number): Promise<Bitmap>;
  /**
   * Opens a picture file of any kind that the browser can show. Rejects with `picture-file` (`detail` is its kind,
   * `unknown` or `unreadable`), `picture-file-size` or `pictures-lost`.
   */
  openPicture(file: Blob): Promise<OpenPicture>;
  /** Whether the browser keeps this site's storage when space runs out; undefined where it cannot tell. */
  isPersisted(): Promise<boolean | undefined>;
  /** Asks the browser to keep it. */
  persist(): Promise<boolean>;
  /** Remembers small things about the interface in this browser; forgetting them hurts nobody. */
  readonly memory: { get(key: string): string | undefined; set(key: string, value: string): void };
  /** Raises the browser's question whether this page may reach the local network, where `server` is in it. From a click. */
  askForLocalNetwork(server: string): Promise<void>;
  /** Whether the browser can keep the screen awake. */
  readonly canKeepAwake: boolean;
  /** Asks for printers and holds the connections that only a page can hold. */
  readonly printers: PrinterConnector;
  /** Folders that the user lets the page write into, where the browser has such a thing. */
  readonly folders: {
    isSupported(): Promise<boolean>;
    /** Shows the browser's own window. From a click. Rejects with `chooser-cancelled`, `copies-denied`. */
    choose(): Promise<FileSystemDirectoryHandle>;
    /** Asks the browser once more for a folder that was chosen before. From a click. Rejects with `copies-denied`. */
    allow(folder: FileSystemDirectoryHandle): Promise<void>;
  };
  /** Notifications outside the page. */
  readonly notices: Notices;
  /** Puts a number on the icon of the installed app; with 0 it is clean. */
  badge(count: number): void;
  /** Whether somebody looks at this page now. */
  isLookedAt(): boolean;
  /** Whether the browser had put this tab away to save memory, and has just loaded it anew. */
  readonly wasDiscarded: boolean;
  reload(): void;
}
