import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type ErrorReport, toPapertabError, toReport } from '../../../errors.ts';
import type { FoundPrinter } from '../../../page/printers/connector.ts';
import { ErrorNote } from '../../controls/error-note.tsx';
import { useModel } from '../../model-context.ts';
import { NotListed } from '../not-listed.tsx';
import { printerWords } from '../words.ts';
import { StepHeading } from './step-heading.tsx';
import type { Go, Way } from './steps.ts';

const say = printerWords.connect;

interface ListStepProps {
  readonly way: Way;
  readonly go: Go;
  readonly onFound: (found: FoundPrinter) => Promise<void>;
}

/** What to expect of the browser's own list, then the list; where nothing was chosen in it, what to look at. */
export function ListStep({ way, go, onFound }: ListStepProps): JSX.Element {
  const model = useModel();
  const [open, setOpen] = useState(false);
  const [cancelled, setCancelled] = useState(false);
  const [error, setError] = useState<ErrorReport>();
  const before = say.before[way];

  const choose = async (from: Way): Promise<void> => {
    setError(undefined);
    setOpen(true);
    try {
      const { printers } = model.platform;
      // In the click itself: browsers show their list only then.
      const choice =
        from === 'serial' ? printers.chooseSerial() : printers.chooseBluetooth(from === 'all' ? 'all' : 'known');
      await onFound(await choice);
    } catch (thrown) {
      const failure = toPapertabError(thrown);
      if (failure.code === 'chooser-cancelled') setCancelled(true);
      else setError(toReport(failure));
    } finally {
      setOpen(false);
    }
  };

  return (
    <>
      <StepHeading text={cancelled ? say.notListed.title : before.title} />
      {error && <ErrorNote error={error} />}
      {cancelled ? (
        <NotListed transport={way === 'serial' ? 'serial' : 'bluetooth'} canShowAll={way === 'paperang'} />
      ) : (
        <ol class="steps">
          {before.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      <div class="button-row">
        <button type="button" class="button primary" disabled={open} onClick={() => void choose(way)}>
          {cancelled ? say.notListed.again : before.open}
        </button>
        {cancelled && way === 'paperang' && (
          <button type="button" class="button" disabled={open} onClick={() => void choose('all')}>
            {say.notListed.all}
          </button>
        )}
        <button type="button" class="button plain" disabled={open} onClick={() => go({ at: 'kind' })}>
          {say.back}
        </button>
      </div>
      <p class="visually-hidden" role="status">
        {open && say.before.opened}
      </p>
    </>
  );
}
