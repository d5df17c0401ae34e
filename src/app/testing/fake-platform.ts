import { PapertabError } from '../../errors.ts';
import { createBitmap } from '../../imaging/bitmap.ts';
import type { PaperBlock } from '../../page/paper-block.ts';
import type { OpenPicture } from '../../pictures/api.ts';
import type { Platform } from '../platform.ts';
import { FakeConnector } from './fake-connector.ts';

/** A platform for tests: remembers what it was asked to do. */
export class FakePlatform implements Platform {
  pageUrl = 'https://papertab.example/';
  time = 1_700_000_000_000;
  readonly copied: string[] = [];
  readonly saved: { readonly name: string; readonly content: Blob }[] = [];
  readonly drawn: (readonly PaperBlock[])[] = [];
  readonly askedFor: string[] = [];
  reloads = 0;
  persistRequests = 0;
  refuseCopy = false;
  grantPersistence = true;
  canKeepAwake = true;
  readonly printers = new FakeConnector();
  readonly memory: Platform['memory'];

  constructor() {
    const kept = new Map<string, string>();
    this.memory = { get: (key) => kept.get(key), set: (key, value) => void kept.set(key, value) };
  }

  now = (): number => this.time;

  async copyText(text: string): Promise<void> {
    if (this.refuseCopy) throw new Error('refused');
    this.copied.push(text);
  }

  saveFile(name: string, content: Blob): void {
    this.saved.push({ name, content });
  }

  async drawPaper(blocks: readonly PaperBlock[], width: number): Promise<ReturnType<typeof createBitmap>> {
    this.drawn.push(blocks);
    return createBitmap(width, 100);
  }

  async openPicture(): Promise<OpenPicture> {
    throw new PapertabError('picture-file', 'unknown');
  }

  async isPersisted(): Promise<boolean | undefined> {
    return false;
  }

  async persist(): Promise<boolean> {
    this.persistRequests++;
    return this.grantPersistence;
  }

  async askForLocalNetwork(server: string): Promise<void> {
    this.askedFor.push(server);
  }

  reload(): void {
    this.reloads++;
  }
}
