import type { ErrorCode, PapertabError } from '../errors.ts';

/** What a bridge answers to a command; anything but success reaches the sender as "Problem printing: N". */
export const RETURN_CODES = {
  success: 0x00,
  /** EUI64 not found. */
  deviceUnknown: 0x01,
  networkFailed: 0x02,
  invalidSequence: 0x20,
  busy: 0x30,
  invalidSize: 0x80,
  invalidDeviceType: 0x81,
  filesystemError: 0x82,
  filesystemInvalidId: 0x90,
  filesystemNoHandles: 0x91,
  filesystemWriteError: 0x92,
  bridgeError: 0xff,
} as const;

export type ReturnCode = (typeof RETURN_CODES)[keyof typeof RETURN_CODES];

/** Errors that have a return code of their own; every other one is the bridge's. */
const BY_ERROR: Partial<Record<ErrorCode, ReturnCode>> = {
  'device-unknown': RETURN_CODES.deviceUnknown,
  'frame-too-large': RETURN_CODES.invalidSize,
  'payload-invalid': RETURN_CODES.invalidSize,
  'picture-size': RETURN_CODES.invalidSize,
  'picture-count': RETURN_CODES.invalidSize,
  'payload-device-type': RETURN_CODES.invalidDeviceType,
  'storage-full': RETURN_CODES.filesystemWriteError,
  'storage-failed': RETURN_CODES.filesystemError,
  'storage-blocked': RETURN_CODES.filesystemError,
  'engine-superseded': RETURN_CODES.filesystemError,
};

/** The return code that tells the sender of a device command what went wrong with it. */
export function returnCodeFor(error: PapertabError): ReturnCode {
  return BY_ERROR[error.code] ?? RETURN_CODES.bridgeError;
}
