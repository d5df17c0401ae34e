/** The pictures worker: decodes, reduces and dithers people's own pictures, so that neither page nor engine waits. */
import { expose, transfer } from 'comlink';
import { installErrorTransfer } from '../error-transfer.ts';
import { PapertabError } from '../errors.ts';
import { holdAlive, type Living } from '../worker-life.ts';
import type { PicturesApi } from './api.ts';
import { decodePicture } from './decode.ts';
import { KeptPicture, type PictureTools } from './kept-picture.ts';
import { reducePicture } from './reduce.ts';

installErrorTransfer();

const tools: PictureTools = {
  decode: decodePicture,
  reduce: (picture, width, turn) => reducePicture(picture, width, turn, (w, h) => new OffscreenCanvas(w, h)),
};
const kept = new Map<number, KeptPicture>();
let lastId = 0;

const api: PicturesApi & Living = {
  holdAlive,
  ping: () => {},
  async open(file) {
    const picture = await KeptPicture.open(file, tools);
    const id = ++lastId;
    kept.set(id, picture);
    return { id, width: picture.width, height: picture.height };
  },
  async render(id, settings) {
    const picture = kept.get(id);
    // The client asks for nothing that it has closed.
    if (!picture) throw new PapertabError('unexpected', 'no such picture');
    const bitmap = await picture.render(settings);
    return transfer(bitmap, [bitmap.data.buffer]);
  },
  close(id) {
    kept.get(id)?.close();
    kept.delete(id);
  },
};

expose(api);
