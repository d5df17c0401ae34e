import type { Bitmap } from '../imaging/bitmap.ts';
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
  reload(): void;
}
