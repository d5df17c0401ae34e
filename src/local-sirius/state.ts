import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { array, type InferOutput, nullable, number, object, optional, picklist, safeParse, string } from 'valibot';

/** How many device addresses that phoned home are kept; the oldest are forgotten first. */
export const MAX_ADDRESSES = 1_000;
/** How many messages are kept. */
export const MAX_MESSAGES = 200;

const claim = object({
  /** Canonical. The secret is in it. */
  claimCode: string(),
  hardwareXor: number(),
  /** The printer that the code was joined to; null until one of that hardware xor phones home. */
  deviceAddress: nullable(string()),
  /** Base64 of 16 bytes. */
  linkKey: string(),
  /** The device key: who knows it may print. */
  key: string(),
  name: string(),
  owner: string(),
});

const message = object({
  id: string(),
  /** Device key of the printer that it went to. */
  printer: string(),
  kind: string(),
  /** The device command that brought it; absent in files of earlier releases. */
  command: optional(string()),
  /** The id of that command, which is that of the print; ids begin again with every process. Absent where none was sent. */
  commandId: optional(number()),
  from: string(),
  /** Size of each picture in dots. */
  sizes: array(object({ width: number(), height: number() })),
  /** Unix milliseconds. */
  sentAt: number(),
  outcome: picklist(['sent', 'failed-offline']),
  /** What the bridge answered, 0 is success; absent until it did. */
  returnCode: optional(number()),
  /** When the bridge said that it is on paper, Unix milliseconds; absent until it did. */
  printedAt: optional(number()),
});

const stateFile = object({
  /** Device addresses that phoned home, the oldest first. */
  addresses: array(string()),
  claims: array(claim),
  /** The newest first. */
  messages: array(message),
});

export type Claim = InferOutput<typeof claim>;
export type SentMessage = InferOutput<typeof message>;
/** Everything that survives a restart. */
export type State = InferOutput<typeof stateFile>;

/** The state in memory and the JSON file behind it. */
export class StateStore {
  readonly state: State;
  readonly #file: string;
  readonly #report: (sentence: string) => void;
  #writing: Promise<void> | undefined;
  #again = false;

  private constructor(file: string, report: (sentence: string) => void, state: State) {
    this.#file = file;
    this.#report = report;
    this.state = state;
  }

  /**
   * Opens the file, which need not exist yet. One that cannot be understood is put aside under another name, and
   * `report` is told in a sentence.
   *
   * @throws the file system's error when the file is there but cannot be read.
   */
  static async open(file: string, report: (sentence: string) => void): Promise<StateStore> {
    const text = await readIfThere(file);
    if (text === undefined) return new StateStore(file, report, { addresses: [], claims: [], messages: [] });
    const parsed = safeParse(stateFile, parseJson(text));
    if (parsed.success) return new StateStore(file, report, parsed.output);
    const aside = `${file}.damaged-${Date.now()}`;
    await rename(file, aside);
    report(`The state file was damaged: it was put aside as ${aside}, and claims have to be made again.`);
    return new StateStore(file, report, { addresses: [], claims: [], messages: [] });
  }

  /** Resolves when the state as it is now is in the file. Calls while a write is under way share the next one. */
  async save(): Promise<void> {
    if (this.#writing !== undefined) {
      this.#again = true;
      return this.#writing;
    }
    this.#writing = this.#writeUntilDone().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  /** As {@link save}, for changes that nobody waits for; a failure is reported. */
  saveSoon(): void {
    this.save().catch((thrown) => this.#report(`The state could not be written: ${thrown}`));
  }

  async #writeUntilDone(): Promise<void> {
    do {
      this.#again = false;
      await replaceFile(this.#file, `${JSON.stringify(this.state, undefined, 2)}\n`);
    } while (this.#again);
  }
}

/** Old content or new, never half of it. Only the user may read it: it holds secrets. */
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}`;
  try {
    await writeFile(temporary, text, { mode: 0o600 });
    await rename(temporary, file);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
