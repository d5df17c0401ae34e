import { describe, expect, it } from 'vitest';
import { PICTURE_FRAMES, type PictureFrame, readFrame, readPicture } from '../../test/support/wire.ts';
import { type Bitmap, equalBitmaps, invert } from '../imaging/bitmap.ts';
import { decodeBase64 } from './base64.ts';
import type { CommandName } from './commands.ts';
import { parseServerFrame } from './frames.ts';
import { type DeviceCommandContent, decodePayload, encodePayload } from './payload.ts';
import { decodeRuns } from './runs.ts';

const TINY = '40-tiny-2x2.json';
const usual = PICTURE_FRAMES.filter((row) => row.frame !== TINY);

function payloadOf(name: string): Uint8Array {
  const frame = parseServerFrame(readFrame(name));
  if (frame.type !== 'DeviceCommand') throw new Error(`${name} is no device command`);
  return decodeBase64(frame.payload);
}

function picturesOf(content: DeviceCommandContent): readonly Bitmap[] {
  switch (content.kind) {
    case 'delivery':
      return [content.picture];
    case 'quips':
      return content.quips;
    case 'personality': {
      const { face, nothingToPrint, cannotSeeBridge, cannotSeeInternet, message } = content;
      return [face, nothingToPrint, cannotSeeBridge, cannotSeeInternet, ...(message === undefined ? [] : [message])];
    }
  }
}

async function uprightPictures(row: PictureFrame): Promise<Bitmap[]> {
  return Promise.all(row.images.map((name) => readPicture(name)));
}

describe('frames captured from a server', () => {
  it.each(usual)('$frame arrives dot for dot as it was sent', async (row) => {
    const content = decodePayload(payloadOf(row.frame));
    const sent = (await uprightPictures(row)).map((picture, i) =>
      row.arrives_inverted[i] ? invert(picture) : picture,
    );
    const arrived = picturesOf(content);
    expect(content.printId).toBe(row.command_id);
    expect(arrived.map(({ width, height }) => [width, height])).toEqual(row.size);
    expect(arrived.map((picture, i) => equalBitmaps(picture, sent[i]!))).toEqual(sent.map(() => true));
  });

  it.each(PICTURE_FRAMES)('$frame is encoded byte for byte as the server did', async (row) => {
    const payload = encodePayload(row.command as CommandName, row.command_id, await uprightPictures(row));
    expect(Buffer.compare(payload, payloadOf(row.frame))).toBe(0);
  });

  it('refuses four dots, which are no row', () => {
    expect(() => decodePayload(payloadOf(TINY))).toThrowError(expect.objectContaining({ code: 'picture-size' }));
  });

  it('decodes four dots as two rows of two where that width is asked for', async () => {
    const payload = payloadOf(TINY);
    const picture = decodeRuns(payload.subarray(payload.length - 3), 2);
    expect(picture).toEqual(await readPicture('40-tiny-2x2.png'));
  });
});
