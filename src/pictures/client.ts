import { systemClock } from '../clock.ts';
import { installErrorTransfer } from '../error-transfer.ts';
import { startWorker } from '../worker-life.ts';
import type { OpenPicture, PicturesApi } from './api.ts';
import { openWith } from './picture-handle.ts';
import workerUrl from './worker.ts?worker&url';
import { WorkerOnDemand } from './worker-on-demand.ts';

const workers = new WorkerOnDemand(() => {
  installErrorTransfer();
  return startWorker<PicturesApi>(workerUrl, 'papertab-pictures');
}, systemClock);

/**
 * Opens a picture of any kind that the browser can decode, except SVG, which only a page can.
 *
 * @throws PapertabError `picture-file-size` for a file above 64 MB or of more than 100 million dots, `picture-file` for
 *   what is no picture or cannot be read (`detail` is its kind, `unknown` or `unreadable`), `pictures-lost` when the
 *   worker died or could not be loaded
 */
export function openPicture(file: Blob): Promise<OpenPicture> {
  return openWith(workers, file);
}
