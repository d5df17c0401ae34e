/** The parts of the browser that hand a file to the user. */
export interface SaveFilePlatform {
  readonly document: Pick<Document, 'createElement'>;
  readonly url: { createObjectURL(blob: Blob): string; revokeObjectURL(url: string): void };
  /** Runs a task a while later. */
  later(task: () => void): void;
}

/** Hands a file to the user, as a download. */
export function saveFile(name: string, content: Blob, { document, url, later }: SaveFilePlatform): void {
  const link = document.createElement('a');
  link.href = url.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser reads the blob after the click; taken away at once, the download would be empty.
  later(() => url.revokeObjectURL(link.href));
}
