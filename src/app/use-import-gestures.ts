import { useEffect, useState } from 'preact/hooks';
import type { Model } from './model.ts';
import { carriesPicture, isPictureFile } from './picture-files.ts';

/** Far more than a printer file has, in bytes. */
const MAX_FILE_BYTES = 262_144;

/** Opens the import sheet with a file that was dropped or chosen; a backup has a sheet of its own. */
export async function openImport(model: Model, file: File): Promise<void> {
  if (file.name.endsWith('.papertab')) {
    model.sheet.value = { kind: 'restore', file };
    return;
  }
  if (file.size > MAX_FILE_BYTES) {
    model.sheet.value = { kind: 'import', unreadable: true };
    return;
  }
  try {
    model.sheet.value = { kind: 'import', text: await file.text() };
  } catch {
    // Gone since it was chosen, or not to be read.
    model.sheet.value = { kind: 'import', unreadable: true };
  }
}

/** Whether a pasted text is likely to be a printer file. */
function looksLikePrinterFile(text: string): boolean {
  return text.length < MAX_FILE_BYTES && /address\s*[:=]/i.test(text) && /secret|claim/i.test(text);
}

function isEditable(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;
}

/** Puts a picture into the place for writing. */
async function takePicture(model: Model, file: File): Promise<void> {
  const { deskOf } = await import('./write/picture-desk.ts');
  model.sheet.value = undefined;
  await deskOf(model).take(file);
}

/** What is being dragged over the page. */
export type Dragged = 'picture' | 'file';

/**
 * Takes printer files and pictures that are dropped or pasted anywhere on the page. Returns what is being dragged over
 * it, if anything is.
 */
export function useImportGestures(model: Model): Dragged | undefined {
  const [dropping, setDropping] = useState<Dragged>();

  useEffect(() => {
    const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    // A tab that is not the printer has nothing to bring one into.
    const running = (): boolean => model.state.peek().phase === 'running';
    const over = (event: DragEvent): void => {
      if (!carriesFile(event)) return;
      // Or the browser would leave the page for the file.
      event.preventDefault();
      const picture = event.dataTransfer !== null && carriesPicture(event.dataTransfer);
      setDropping(running() ? (picture ? 'picture' : 'file') : undefined);
    };
    const leave = (event: DragEvent): void => {
      // Leaving one element for another inside the page is no leaving.
      if (event.relatedTarget === null) setDropping(undefined);
    };
    const drop = (event: DragEvent): void => {
      setDropping(undefined);
      const files = [...(event.dataTransfer?.files ?? [])];
      const [file] = files;
      if (!file) return;
      event.preventDefault();
      if (!running()) return;
      const picture = files.find(isPictureFile);
      void (picture ? model.attempt(takePicture(model, picture)) : openImport(model, file));
    };
    const paste = (event: ClipboardEvent): void => {
      if (!running()) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const [file] = files;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      // Who copies from a document copies its text and a picture of it; who copies a file, on some systems, its name too.
      const picture = files.find((file) => isPictureFile(file) && (text === '' || text === file.name));
      if (picture) {
        void model.attempt(takePicture(model, picture));
        return;
      }
      if (isEditable(event.target)) return;
      if (looksLikePrinterFile(text)) model.sheet.value = { kind: 'import', text };
      else if (file?.name.endsWith('.printer')) void openImport(model, file);
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
      document.removeEventListener('paste', paste);
    };
  }, [model]);

  return dropping;
}
