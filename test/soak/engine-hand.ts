import type { Page } from 'playwright-core';
import type { EngineApi } from '../../src/engine/api.ts';
import type { Bitmap } from '../../src/imaging/bitmap.ts';

/** What the engine's answers look like on their way to the page. */
interface Answer {
  readonly id?: string;
  readonly type?: string;
  readonly value?: unknown;
}

/** How long an engine may take to answer; it may also be gone. */
const PATIENCE_MS = 20_000;

/** What a page calls with every word of its engine about a job on its way to paper; to be exposed to it. */
export const TELL_PROGRESS = 'tellProgress';

/** A call on its way to the engine. */
interface Sent {
  readonly path?: readonly string[];
  readonly argumentList?: readonly { readonly value?: unknown }[];
}

/**
 * Runs in the page before its own scripts: keeps hold of the engine, so that a test can press every button, and passes on
 * what it says while it prints.
 *
 * @param tellProgress name of what it is passed to
 */
export function holdEngine(tellProgress: string): void {
  const tell = (event: { readonly type?: string } | undefined): void => {
    if (event?.type !== 'progress') return;
    const { [tellProgress]: told } = globalThis as unknown as Record<string, (event: unknown) => Promise<void>>;
    // Nobody listens any more when the page is being closed.
    told?.(event).catch(() => undefined);
  };
  const Original = Worker;
  globalThis.Worker = class extends Original {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      // The name of one that takes the place of another says so.
      if (options?.name?.startsWith('papertab-engine') !== true) return;
      Object.assign(globalThis, { heldEngine: this });
      const post = this.postMessage.bind(this);
      // What the engine tells its page comes through a port that the page hands it.
      this.postMessage = (message: Sent, transfer: StructuredSerializeOptions | Transferable[] = []): void => {
        const [listener] = message.path?.[0] === 'watch' ? (message.argumentList ?? []) : [];
        const port = listener?.value;
        if (!(port instanceof MessagePort)) {
          post(message, transfer as Transferable[]);
          return;
        }
        const between = new MessageChannel();
        between.port1.onmessage = ({ data }: MessageEvent<Sent>) => {
          tell(data.argumentList?.[0]?.value as Parameters<typeof tell>[0]);
          port.postMessage(data);
        };
        port.onmessage = ({ data }) => between.port1.postMessage(data);
        post({ ...message, argumentList: [{ ...listener, value: between.port2 }] }, [between.port2]);
      };
    }
  };
}

type Call = keyof EngineApi;
type Result<C extends Call> = Awaited<ReturnType<EngineApi[C]>>;

/** Calls the engine of a page, as the page itself does. */
export async function callEngine<C extends Call>(
  page: Page,
  name: C,
  ...args: Parameters<EngineApi[C]>
): Promise<Result<C>> {
  // A picture does not cross to the page as it is.
  const plain = args.map((argument) => (isBitmap(argument) ? { ...argument, data: [...argument.data] } : argument));
  return (await page.evaluate(callInPage, { name, args: plain, patienceMs: PATIENCE_MS })) as Result<C>;
}

function isBitmap(value: unknown): value is Bitmap {
  return typeof value === 'object' && value !== null && 'data' in value && value.data instanceof Uint8Array;
}

/** Runs in the page. */
function callInPage(call: { name: string; args: readonly unknown[]; patienceMs: number }): Promise<unknown> {
  const { heldEngine: engine } = globalThis as { heldEngine?: Worker };
  if (engine === undefined) throw new Error('This page has no engine');
  const revive = (value: unknown): unknown => {
    const bitmap = value as { data?: number[] } | undefined;
    return Array.isArray(bitmap?.data) ? { ...bitmap, data: Uint8Array.from(bitmap.data) } : value;
  };
  return new Promise((resolve, reject) => {
    const id = `test-${Math.random()}`;
    const end = (): void => {
      engine.removeEventListener('message', listen);
      clearTimeout(timer);
    };
    const listen = ({ data }: MessageEvent<Answer>): void => {
      if (data?.id !== id) return;
      end();
      if (data.type === 'RAW') resolve(data.value);
      else reject(new Error(`${call.name} was answered ${JSON.stringify(data.value)}`));
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`${call.name} was not answered`));
    }, call.patienceMs);
    engine.addEventListener('message', listen);
    const argumentList = call.args.map((value) => ({ type: 'RAW', value: revive(value) }));
    engine.postMessage({ id, type: 'APPLY', path: [call.name], argumentList });
  });
}
