/**
 * Everything that can go wrong in a way that a person or a sender is told about. The doc comment of each code says who
 * raises it and what the interface does; `app` has one exhaustive table that turns each into words and an action.
 */
export type ErrorCode =
  /* Claim codes: raised by `sirius/claim-code`; shown beside the field, which keeps its text. */
  /** Not 16 characters without its dashes. */
  | 'claim-code-length'
  /** A character outside the alphabet; `detail` is the character. */
  | 'claim-code-character'
  /** The checksum does not fit: a typing mistake. */
  | 'claim-code-checksum'

  /* Printer files: raised by `sirius/printer-file`; the import sheet stays open and offers another file. */
  /** Larger than any printer file can be, or not text. */
  | 'printer-file-unreadable'
  /** No device address of 16 hex digits in it. */
  | 'printer-file-address'
  /** No secret in it that fits five bytes, and no claim code to take it from. */
  | 'printer-file-secret'
  /** Its claim code is of another secret than the file says: nothing can be trusted, so nothing is imported. */
  | 'printer-file-secret-mismatch'

  /* Frames: raised by `sirius`; answered to the sender with a return code, and told as a message that was lost. */
  /** The server sent a text above the bound: the socket is closed. */
  | 'frame-too-large'
  /** The text is not JSON. */
  | 'frame-not-json'
  /** JSON, but not a message of the protocol; `detail` says where it departs. */
  | 'frame-invalid'
  /** The binary payload is not base64, is cut short, or its lengths do not add up. */
  | 'payload-invalid'
  /** A device type other than 1. */
  | 'payload-device-type'
  /** A device command that is none of the seven picture commands. */
  | 'payload-command'
  /** A firmware update: refused, there is no firmware here. */
  | 'payload-firmware'
  /** A picture of no whole number of 384-dot rows, of none, or of more than 10,000; or one made here that no head takes. */
  | 'picture-size'
  /** Another number of pictures than the command takes. */
  | 'picture-count'
  /** The command names a Little Printer that is not on this bridge. */
  | 'device-unknown'

  /* Little Printers: raised by `engine`; shown in the sheet that adds one. */
  /** Another one here has the same hardware xor: the server could not tell their claims apart. */
  | 'device-xor'

  /* The server connection: raised by `bridge`; shown in the Server chip and its sheet. The bridge goes on trying. */
  /** The address typed is no WebSocket address. */
  | 'server-address'
  /** Refused, no such host, no network or a bad certificate: script cannot tell these apart. */
  | 'server-unreachable'
  /** Something answers there, but takes no WebSocket. */
  | 'server-not-sirius'
  /** Opened and closed at once on a path that is not the usual one. */
  | 'server-wrong-path'
  /** `ws:` from an `https:` page. */
  | 'server-mixed-content'
  /** The page's own policy forbids the address. */
  | 'server-policy'
  /** The browser's local network permission is denied. */
  | 'server-local-network'
  /** The server said goodbye (1005) long after our last message. */
  | 'server-closed'
  /** The server closed right after a message of ours: it did not like that message. */
  | 'server-rejected'
  /** The connection broke (1006). */
  | 'server-lost'
  /** Two answers in a row did not come: the connection looked open but was dead. */
  | 'server-silent'
  /** Closed right after power_on, again and again: the server has trouble of its own, or this printer runs elsewhere, too. */
  | 'runs-elsewhere'
  /** Not thrown, but the words for a claim whose link key is not ours: claimed with another secret. Printing goes on. */
  | 'link-key-mismatch'

  /* Storage: raised by `jobs`; the sender gets the filesystem error, the user sees a banner with what to free. */
  /** The browser's quota for this site is used up. */
  | 'storage-full'
  /** The database cannot be opened, read or written. */
  | 'storage-failed'
  /** A newer tab upgraded the database, or an old one holds it: reload. */
  | 'storage-blocked'
  /** The site's data were cleared under the page. Raised by `app`, which knows the printers of before: a banner. */
  | 'storage-cleared'
  /** Another engine took over (its epoch is newer): this one must stop. */
  | 'engine-superseded'

  /* Backups: raised by `engine/backup`; the sheet stays open and asks for another file or passphrase. */
  /** No backup of ours, or a damaged one; `detail` says where. */
  | 'backup-unreadable'
  /** Made by a later release. */
  | 'backup-newer'
  /** Larger than is taken or made. */
  | 'backup-size'
  /** It is encrypted, and the passphrase is missing or another one. */
  | 'backup-passphrase'

  /* Copies of prints: raised by `engine/copies`; shown in the settings, and on a card outside them. Printing goes on. */
  /** The browser does not let us write into the folder; it has to be asked again, with a tap. */
  | 'copies-denied'
  /** The folder is gone, or a file could not be written; `detail` is what the browser said. */
  | 'copies-failed'

  /* Jobs: raised by `jobs` and `printers`; shown on the job. */
  /** There is no such job any more. */
  | 'job-unknown'
  /** The job is in a state in which that cannot be done. */
  | 'job-state'
  /** The job's stored picture cannot be read any more. */
  | 'job-picture'
  /** The user cancelled it. No words are needed: the user knows. */
  | 'job-cancelled'

  /* Paper printers: raised by `printers` and `page`; shown on the printer and on the job that waits for it. */
  /** Not connected: switched off, out of reach, unplugged or asleep. The engine goes on trying. */
  | 'printer-away'
  /** The connection broke while it was in use; it is made anew. */
  | 'printer-lost'
  /** The hardware refused a write; the connection is made anew. `detail` is what it said. */
  | 'printer-write'
  /** A write was never answered; the connection is made anew. */
  | 'printer-silent'
  /** The same job was cut short again and again, by its connection or with the tab: it begins again when the user says so. */
  | 'printer-unsteady'
  /** It takes no more data, or answers no longer, and does not say why. */
  | 'printer-stalled'
  | 'printer-paper-out'
  | 'printer-cover-open'
  | 'printer-too-hot'
  | 'printer-battery-empty'
  /** An error of its own that a person has to look at (cutter, unrecoverable). */
  | 'printer-fault'
  /**
   * The chosen device has none of the ways in that printers have; `detail` lists its services. Or it says that it is a
   * model whose head is of another width; `detail` is its name.
   */
  | 'printer-unsupported'
  /** It answers, but only in a language that is not spoken here; `detail` names it. */
  | 'printer-language'
  /** Another program or tab holds its port. */
  | 'printer-in-use'
  /** The browser has to be asked once more, with a tap, before it lets the page connect. */
  | 'printer-tap'
  /** Several equal adapters are plugged in: the user has to say which is which. */
  | 'printer-which'
  /** There is no such paper printer any more. */
  | 'printer-unknown'
  /** The paper printer cannot be set to that; `detail` names the setting. */
  | 'printer-setting'
  /** The user closed the browser's list of devices, or it was empty. No words: the checklist opens. */
  | 'chooser-cancelled'
  /** This browser has no such interface; `detail` is `Bluetooth` or `Serial`. */
  | 'device-api-missing'
  /** The computer has no Bluetooth, or it is off. */
  | 'bluetooth-off'
  /** The browser or a policy forbids it here; `detail` is what it said. */
  | 'device-api-blocked'

  /* Pictures of one's own: raised by `pictures` and `page`; shown beside the picture. */
  /** No picture that this browser can read. */
  | 'picture-file'
  /** Larger than is taken: in bytes or in dots. */
  | 'picture-file-size'
  /** The pictures worker died or could not be loaded. */
  | 'pictures-lost'

  /* The engine: raised by `engine/client`; shown as a banner. */
  /** The engine worker died; a new one is started by itself. */
  | 'engine-lost'
  /** The engine worker did not answer for a long time and was replaced. */
  | 'engine-unresponsive'
  /** The tab that was the printer did not answer for a long time; this one has taken its place. */
  | 'engine-taken-over'
  /** The engine of another tab did not answer a call of this one. Nobody knows whether it was done. */
  | 'engine-silent'
  /** It died again and again within seconds: no other is started. */
  | 'engine-failing'
  /** The page came over plain http from another computer, where browsers give it next to nothing. Nothing runs. */
  | 'page-insecure'
  /** The browser lacks something that the engine cannot do without; `detail` names it. */
  | 'engine-unsupported'
  /**
   * A part of the program that is loaded when it is needed did not come: the network is away, or another version took the
   * place of this one. What needs it waits and tries again; raised by `engine` and `printers`, shown where that is.
   */
  | 'part-missing'
  /** An error without a code of its own: a bug. */
  | 'unexpected';

/** The one error type of the project. `detail` is for logs and for filling a gap in words, never shown alone. */
export class PapertabError extends Error {
  override readonly name = 'PapertabError';
  readonly code: ErrorCode;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string, options?: { cause?: unknown }) {
    super(detail === undefined ? code : `${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
  }
}

/** What is left of a {@link PapertabError} when it crosses a worker's border or goes into the database. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly detail?: string;
}

/** Turns whatever was thrown into a {@link PapertabError}; what has no code of its own becomes `fallback`. */
export function toPapertabError(thrown: unknown, fallback: ErrorCode = 'unexpected'): PapertabError {
  if (thrown instanceof PapertabError) return thrown;
  const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new PapertabError(fallback, detail, { cause: thrown });
}

/** For an `import()` that fails. Throws `part-missing`. */
export function partMissing(thrown: unknown): never {
  throw toPapertabError(thrown, 'part-missing');
}

/** The part of an error that can be cloned and stored. */
export function toReport(error: PapertabError): ErrorReport {
  return error.detail === undefined ? { code: error.code } : { code: error.code, detail: error.detail };
}
