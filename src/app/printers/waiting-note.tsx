import type { JSX } from 'preact';
import type { PaperPrinterView } from '../../engine/api.ts';
import type { Job } from '../../jobs/job.ts';
import { useModel } from '../model-context.ts';
import { isAway } from '../status.ts';
import { printerWords } from './words.ts';

const say = printerWords.state;

interface WaitingNoteProps {
  readonly printer: PaperPrinterView;
  /** What is to be printed on it. */
  readonly queue: readonly Job[];
}

/**
 * What becomes of messages while a paper printer is away. That the Little Printer stays online is said only while senders
 * see it so: while the server is connected, and not where they are told that it is offline.
 */
export function WaitingNote({ printer, queue }: WaitingNoteProps): JSX.Element {
  const { bridge, littlePrinters } = useModel().state.value;
  const isTold = littlePrinters.some(({ paperPrinter, toldOffline }) => toldOffline && paperPrinter === printer.id);
  const isOnline = bridge.phase === 'connected' && !isTold;
  const waits = queue.length > 0 && say.waitsHere(queue.length, isOnline);
  const safe = waits || (isOnline && say.safe);

  return (
    <>
      {isAway(printer) && safe && (
        <p class="quiet">
          {safe} {queue.some(({ begun }) => begun) && say.interrupted}
        </p>
      )}
      {isTold && <p class="quiet">{say.toldOffline}</p>}
    </>
  );
}
