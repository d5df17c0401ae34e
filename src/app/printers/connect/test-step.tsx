import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PaperPrinterView } from '../../../engine/api.ts';
import type { Job } from '../../../jobs/job.ts';
import { errorWords } from '../../error-words.ts';
import { percentOf } from '../../feed.ts';
import { useModel } from '../../model-context.ts';
import { isAway } from '../../status.ts';
import { explanationOf } from '../explanation.ts';
import { printTestPage } from '../test-page.ts';
import { printerWords } from '../words.ts';
import { StepHeading } from './step-heading.tsx';
import type { Go } from './steps.ts';

const say = printerWords.connect.test;

interface TestStepProps {
  readonly printer: PaperPrinterView;
  /** The test page that was printed already. */
  readonly printed: number | undefined;
  readonly go: Go;
}

/** Prints a test page and asks how it came out. */
export function TestStep({ printer, printed, go }: TestStepProps): JSX.Element {
  const model = useModel();
  const begun = useRef(printed !== undefined);
  const [job, setJob] = useState(printed);
  const sending = useRef<Promise<number | undefined>>(Promise.resolve(printed));
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);

  const print = async (): Promise<void> => {
    setFailed(false);
    setBusy(true);
    const sent = printTestPage(model, printer).then(({ id }) => {
      setJob(id);
      return id;
    });
    sending.current = sent.catch(() => undefined);
    if (!(await model.attempt(sent))) setFailed(true);
    setBusy(false);
  };

  /** Whoever is quick may answer before the page is on its way: without its id, the way back would print it again. */
  const wrong = async (): Promise<void> => {
    const id = await sending.current;
    go({ at: 'wrong', printer: printer.id, ...(id === undefined ? {} : { job: id }) });
  };

  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void print();
  }, []);

  const known = model.jobs.value.find(({ id }) => id === job);
  const over = failed || known?.state === 'failed' || known?.state === 'cancelled';

  return (
    <>
      <StepHeading text={say.ask} />
      <p role="status">
        <TestState job={known} failed={failed} printer={printer} />
      </p>
      <p class="quiet">{say.look}</p>
      <div class="button-row">
        {over ? (
          <button type="button" class="button primary" disabled={busy} onClick={() => void print()}>
            {printerWords.connect.wrong.again}
          </button>
        ) : (
          <button type="button" class="button primary" onClick={() => go({ at: 'done', printer: printer.id })}>
            {say.yes}
          </button>
        )}
        <button type="button" class="button" onClick={() => void wrong()}>
          {say.no}
        </button>
      </div>
    </>
  );
}

/** How far the test page is, or why it is no further. */
function TestState({
  job,
  failed,
  printer,
}: {
  job: Job | undefined;
  failed: boolean;
  printer: PaperPrinterView;
}): JSX.Element {
  const model = useModel();
  if (failed || job?.state === 'failed') return <>{say.failed}</>;
  if (job?.state === 'cancelled') return <>{say.cancelled}</>;
  if (job?.state === 'printed') return <>{say.printed}</>;
  if (printer.state === 'needs-you' || isAway(printer)) {
    const code = printer.needs?.code ?? 'printer-away';
    return (
      <>
        <strong>{errorWords[code].title}.</strong> {explanationOf(printer, code)}
      </>
    );
  }
  if (job?.state === 'printing') return <>{say.printing(percentOf(model.rowsOf(job.id), job.height))}</>;
  return <>{say.waiting}</>;
}
