import { expect, it } from 'vitest';
import { type ErrorCode, PapertabError } from '../errors.ts';
import { returnCodeFor } from './return-code.ts';

it.each<[ErrorCode, number]>([
  ['device-unknown', 0x01],
  ['picture-size', 0x80],
  ['picture-count', 0x80],
  ['payload-invalid', 0x80],
  ['payload-device-type', 0x81],
  ['storage-failed', 0x82],
  ['storage-blocked', 0x82],
  ['storage-full', 0x92],
  ['payload-firmware', 0xff],
  ['payload-command', 0xff],
  ['unexpected', 0xff],
])('%s is answered with %i', (code, returnCode) => expect(returnCodeFor(new PapertabError(code))).toBe(returnCode));
