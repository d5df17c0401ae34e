import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type ErrorReport, PapertabError, toPapertabError, toReport } from '../../errors.ts';
import type { Bitmap } from '../../imaging/bitmap.ts';
import type { OpenPicture } from '../../pictures/api.ts';
import type { Model } from '../model.ts';
import { hrefOf } from '../routes.ts';
import { words } from '../words.ts';
import { type Look, PLAIN, settingsOf } from './picture-look.ts';
import { pictureTitle } from './picture-title.ts';
import { pictureWords } from './picture-words.ts';

/** What lies on the desk. */
export interface Subject {
  readonly picture: OpenPicture;
  /** From the name of its file; undefined for a picture without one. */
  readonly title: string | undefined;
}

/** Dots of the present picture, and how it looked to them. */
export interface Shown {
  readonly bitmap: Bitmap;
  readonly look: Look;
  readonly width: number;
}

/** The two things that can be made in the place for writing. */
export const WAYS = ['note', 'picture'] as const;
export type Way = (typeof WAYS)[number];

/**
 * What is being made in the place for writing. It outlives the place: whoever has a look at the paper and comes back
 * finds the picture as it was.
 */
export class PictureDesk {
  readonly way: Signal<Way> = signal('note');
  /** The paper printer that was chosen; undefined for the one that messages come out on. */
  readonly paper: Signal<string | undefined> = signal(undefined);
  readonly look: Signal<Look> = signal(PLAIN);
  readonly #model: Model;
  readonly #subject = signal<Subject | undefined>(undefined);
  readonly #opening = signal(false);
  readonly #shown = signal<Shown | undefined>(undefined);
  readonly #trouble = signal<ErrorReport | undefined>(undefined);
  /** Counts the files that were taken: the last one wins. */
  #taken = 0;

  constructor(model: Model) {
    this.#model = model;
  }

  get subject(): ReadonlySignal<Subject | undefined> {
    return this.#subject;
  }

  /** Whether a file is being opened. */
  get opening(): ReadonlySignal<boolean> {
    return this.#opening;
  }

  /** The newest dots of the present picture; they may be a moment behind the sliders. */
  get shown(): ReadonlySignal<Shown | undefined> {
    return this.#shown;
  }

  /** Why the last file could not be opened, or the picture not be rendered. */
  get trouble(): ReadonlySignal<ErrorReport | undefined> {
    return this.#trouble;
  }

  /** Takes a file that was chosen, dropped or pasted, and goes to the place where it is shown. */
  async take(file: File): Promise<void> {
    this.way.value = 'picture';
    location.hash = hrefOf('write');
    const mine = ++this.#taken;
    this.#opening.value = true;
    this.#trouble.value = undefined;
    try {
      const picture = await this.#model.platform.openPicture(file);
      if (mine === this.#taken) this.#lay({ picture, title: pictureTitle(file.name) });
      else picture.close();
    } catch (thrown) {
      // What lay there before stays.
      if (mine === this.#taken) this.#trouble.value = toReport(toPapertabError(thrown));
    } finally {
      if (mine === this.#taken) this.#opening.value = false;
    }
  }

  /** Lets go of the picture. */
  clear(): void {
    this.#taken++;
    this.#opening.value = false;
    this.#trouble.value = undefined;
    this.#lay(undefined);
  }

  /** Renders the picture as it is to look now, and shows it. What is overtaken by a newer look is never shown. */
  async render(width: number): Promise<void> {
    const subject = this.#subject.peek();
    if (!subject) return;
    const look = this.look.peek();
    try {
      const bitmap = await renderTwice(() => subject.picture.render(settingsOf(look, width)));
      if (!bitmap || subject !== this.#subject.peek()) return;
      this.#shown.value = { bitmap, look, width };
      this.#trouble.value = undefined;
    } catch (thrown) {
      if (subject !== this.#subject.peek()) return;
      this.#shown.value = undefined;
      this.#trouble.value = toReport(toPapertabError(thrown));
    }
  }

  /**
   * The dots of the picture as it is to look now: those that are shown, once they have caught up with the sliders.
   * Rejects with why there are none; with `job-cancelled` when it is put away or another takes its place meanwhile.
   */
  async dots(width: number): Promise<Bitmap> {
    const subject = this.#subject.peek();
    for (;;) {
      if (!subject || subject !== this.#subject.peek()) throw new PapertabError('job-cancelled');
      const shown = this.#shown.peek();
      if (shown && shown.look === this.look.peek() && shown.width === width) return shown.bitmap;
      await this.render(width);
      const trouble = this.#trouble.peek();
      const isHere = subject === this.#subject.peek();
      if (isHere && !this.#shown.peek() && trouble) throw new PapertabError(trouble.code, trouble.detail);
    }
  }

  #lay(subject: Subject | undefined): void {
    this.#subject.peek()?.picture.close();
    this.look.value = { ...PLAIN, kernel: this.look.peek().kernel };
    this.#shown.value = undefined;
    this.#subject.value = subject;
    if (subject) this.#model.announce(pictureWords.here(subject.title ?? words.job.picture));
  }
}

/** A worker that died under a picture is replaced by the next call: once it is not worth a word. */
async function renderTwice<T>(render: () => Promise<T>): Promise<T> {
  try {
    return await render();
  } catch (thrown) {
    if (toPapertabError(thrown).code !== 'pictures-lost') throw thrown;
    return render();
  }
}

const desks = new WeakMap<Model, PictureDesk>();

/** The desk of a page: the same for as long as the page lives. */
export function deskOf(model: Model): PictureDesk {
  const known = desks.get(model);
  if (known) return known;
  const desk = new PictureDesk(model);
  desks.set(model, desk);
  return desk;
}
