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

/** Errors that have a return code of their own; every other one is the bridge's. A new error has to be put somewhere. */
const BY_ERROR: Record<ErrorCode, ReturnCode> = {
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

  'payload-firmware': RETURN_CODES.bridgeError,
  'payload-command': RETURN_CODES.bridgeError,
  'frame-not-json': RETURN_CODES.bridgeError,
  'frame-invalid': RETURN_CODES.bridgeError,

  'claim-code-length': RETURN_CODES.bridgeError,
  'claim-code-character': RETURN_CODES.bridgeError,
  'claim-code-checksum': RETURN_CODES.bridgeError,
  'printer-file-unreadable': RETURN_CODES.bridgeError,
  'printer-file-address': RETURN_CODES.bridgeError,
  'printer-file-secret': RETURN_CODES.bridgeError,
  'printer-file-secret-mismatch': RETURN_CODES.bridgeError,
  'server-address': RETURN_CODES.bridgeError,
  'server-unreachable': RETURN_CODES.bridgeError,
  'server-not-sirius': RETURN_CODES.bridgeError,
  'server-wrong-path': RETURN_CODES.bridgeError,
  'server-mixed-content': RETURN_CODES.bridgeError,
  'server-policy': RETURN_CODES.bridgeError,
  'server-local-network': RETURN_CODES.bridgeError,
  'server-closed': RETURN_CODES.bridgeError,
  'server-rejected': RETURN_CODES.bridgeError,
  'server-lost': RETURN_CODES.bridgeError,
  'server-silent': RETURN_CODES.bridgeError,
  'runs-elsewhere': RETURN_CODES.bridgeError,
  'link-key-mismatch': RETURN_CODES.bridgeError,
  'job-unknown': RETURN_CODES.bridgeError,
  'job-state': RETURN_CODES.bridgeError,
  'job-picture': RETURN_CODES.bridgeError,
  'job-cancelled': RETURN_CODES.bridgeError,
  'printer-away': RETURN_CODES.bridgeError,
  'printer-lost': RETURN_CODES.bridgeError,
  'printer-write': RETURN_CODES.bridgeError,
  'printer-silent': RETURN_CODES.bridgeError,
  'printer-stalled': RETURN_CODES.bridgeError,
  'printer-paper-out': RETURN_CODES.bridgeError,
  'printer-cover-open': RETURN_CODES.bridgeError,
  'printer-too-hot': RETURN_CODES.bridgeError,
  'printer-battery-empty': RETURN_CODES.bridgeError,
  'printer-fault': RETURN_CODES.bridgeError,
  'printer-unsupported': RETURN_CODES.bridgeError,
  'printer-language': RETURN_CODES.bridgeError,
  'printer-in-use': RETURN_CODES.bridgeError,
  'printer-tap': RETURN_CODES.bridgeError,
  'printer-which': RETURN_CODES.bridgeError,
  'printer-unknown': RETURN_CODES.bridgeError,
  'printer-setting': RETURN_CODES.bridgeError,
  'chooser-cancelled': RETURN_CODES.bridgeError,
  'device-api-missing': RETURN_CODES.bridgeError,
  'bluetooth-off': RETURN_CODES.bridgeError,
  'device-api-blocked': RETURN_CODES.bridgeError,
  'picture-file': RETURN_CODES.bridgeError,
  'picture-file-size': RETURN_CODES.bridgeError,
  'pictures-lost': RETURN_CODES.bridgeError,
  'engine-lost': RETURN_CODES.bridgeError,
  'engine-failing': RETURN_CODES.bridgeError,
  'engine-unsupported': RETURN_CODES.bridgeError,
  unexpected: RETURN_CODES.bridgeError,
};

/** The return code that tells the sender of a device command what went wrong with it. */
export function returnCodeFor(error: PapertabError): ReturnCode {
  return BY_ERROR[error.code];
}
