import { PapertabError, toPapertabError } from '../../errors.ts';
import { MAX_BODY } from './bounds.ts';

const ENCODING = 'deflate-raw';
/** Bytes that are inflated at once: deflate makes at most about a thousand of one, so that this is never much memory. */
const BITE = 16 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;

/** Compresses as it comes; what `source` throws is thrown on. */
export function deflate(source: AsyncIterable<Bytes>): AsyncGenerator<Uint8Array> {
  return pipe(source, () => new CompressionStream(ENCODING), 'unexpected');
}

/** @throws PapertabError `backup-unreadable`, `backup-size` when it becomes more than is taken, and what `source` throws */
export async function* inflate(source: AsyncIterable<Bytes>, most = MAX_BODY): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const part of pipe(bites(source), () => new DecompressionStream(ENCODING), 'backup-unreadable')) {
    size += part.length;
    if (size > most) throw new PapertabError('backup-size', 'uncompressed');
    yield part;
  }
}

async function* bites(source: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; at += BITE) yield chunk.subarray(at, at + BITE);
  }
}

async function* pipe(
  source: AsyncIterable<Bytes>,
  through: () => TransformStream<Bytes, Uint8Array> | GenericTransformStream,
  code: 'unexpected' | 'backup-unreadable',
): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  // Not every engine hands on what a stream died of.
  let failure: unknown;
  const feed = new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      } catch (thrown) {
        failure = thrown;
        controller.error(thrown);
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  try {
    yield* feed.pipeThrough(through() as TransformStream<Bytes, Uint8Array>) as unknown as AsyncIterable<Uint8Array>;
  } catch (thrown) {
    throw failure ?? toPapertabError(thrown, code);
  }
}
