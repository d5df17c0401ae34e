import type { OpenPicture } from '../../pictures/api.ts';
import { openPicture as openFile } from '../../pictures/client.ts';
import { isSvg, rasterizeSvg } from './svg.ts';

/**
 * Opens a picture file of any kind that the browser can show.
 *
 * @throws PapertabError as `pictures/client` has it; `picture-file` with `SVG` for a drawing that cannot be drawn
 */
export async function openPicture(file: Blob): Promise<OpenPicture> {
  return openFile((await isSvg(file)) ? await rasterizeSvg(file) : file);
}
