import { PapertabError } from '../../errors.ts';
import { createBitmap } from '../../imaging/bitmap.ts';
import type { NoticePermission, Notices } from '../../page/notify.ts';
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
  /** What the browser says of folders, and the one that is chosen next; without it its window is closed. */
  readonly folders = {
    supported: true,
    isSupported: async (): Promise<boolean> => this.folders.supported,
    pick: undefined as FileSystemDirectoryHandle | undefined,
    allowed: true,
    asked: [] as FileSystemDirectoryHandle[],
    choose: async (): Promise<FileSystemDirectoryHandle> => {
      if (!this.folders.pick) throw new PapertabError('chooser-cancelled');
      return this.folders.pick;
    },
    allow: async (folder: FileSystemDirectoryHandle): Promise<void> => {
      this.folders.asked.push(folder);
      if (!this.folders.allowed) throw new PapertabError('copies-denied');
    },
  };
  wasDiscarded = false;
  lookedAt = false;
  badges: number[] = [];
  permission: NoticePermission = 'granted';
  /** The notification that is shown. */
  notice: Parameters<Notices['show']>[0] | undefined;
  readonly notices: Notices = {
    permission: () => this.permission,
    ask: async () => {
      if (this.permission === 'ask') this.permission = 'granted';
      return this.permission;
    },
    show: async (notice) => {
      if (notice.isNews || this.notice) this.notice = notice;
    },
    close: async () => {
      this.notice = undefined;
    },
  };
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

  badge(count: number): void {
    this.badges.push(count);
  }

  isLookedAt(): boolean {
    return this.lookedAt;
  }

  reload(): void {
    this.reloads++;
  }
}
