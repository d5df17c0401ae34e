import type { Bitmap } from '../imaging/bitmap.ts';
import type { Encode } from './language.ts';
import type { Transport } from './transport.ts';

export interface PrintOptions {
  /** Cancels the job; the session rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Rows that the printer has acknowledged so far. */
  readonly onRows: (rows: number) => void;
}

/**
 * Brings one job to one paper printer: encodes, writes and reports what is acknowledged. Resolves when the last row is
 * on paper.
 *
 * @throws PapertabError whatever the transport was lost for
 */
export async function printBitmap(
  bitmap: Bitmap,
  printer: { readonly encode: Encode; readonly transport: Transport },
  { signal, onRows }: PrintOptions,
): Promise<void> {
  let rows = 0;
  for (const chunk of printer.encode(bitmap)) {
    signal.throwIfAborted();
    await printer.transport.write(chunk.bytes, { lane: 'data', confirm: true, signal });
    rows += chunk.rows;
    onRows(rows);
  }
}
