import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RetiredPrinterView } from '../../engine/api.ts';
import { type ErrorReport, toPapertabError, toReport } from '../../errors.ts';
import { ClaimCode } from '../controls/claim-code.tsx';
import { ErrorNote } from '../controls/error-note.tsx';
import { useAsker } from '../controls/focus.ts';
import { formatDay } from '../format.ts';
import { savePrinterFile } from '../job-actions.ts';
import { useModel } from '../model-context.ts';
import { Confirm } from './confirm.tsx';
import { focusSection } from './section.tsx';
import { settingsWords } from './words.ts';

const say = settingsWords.retired;
const all = settingsWords.littlePrinters;

/** Little Printers that were reset or replaced: each can be taken back, or forgotten with its secret. */
export function RetiredPrinters({ retired }: { retired: readonly RetiredPrinterView[] }): JSX.Element {
  return (
    <details class="more retired">
      <summary>
        {say.heading} <span class="badge">{retired.length}</span>
      </summary>
      <p class="quiet">{say.lead}</p>
      <ul class="retired-list">
        {retired.map((printer) => (
          <RetiredPrinter key={printer.deviceAddress} printer={printer} />
        ))}
      </ul>
    </details>
  );
}

function RetiredPrinter({ printer }: { printer: RetiredPrinterView }): JSX.Element {
  const model = useModel();
  const [forgetting, setForgetting] = useState(false);
  const [error, setError] = useState<ErrorReport>();
  const asker = useAsker(forgetting);
  const { deviceAddress, name } = printer;

  /** Waits for something; what goes wrong is shown here. Resolves to whether it went well. */
  const attempt = async (action: Promise<unknown>): Promise<boolean> => {
    setError(undefined);
    try {
      await action;
      return true;
    } catch (thrown) {
      setError(toReport(toPapertabError(thrown)));
      return false;
    }
  };
  const act = async (action: Promise<unknown>, done: string): Promise<void> => {
    if (!(await attempt(action))) return;
    model.say(done);
    focusSection('littlePrinters');
  };

  return (
    <li class="retired-printer">
      <strong>{name}</strong>
      <ClaimCode code={printer.claimCode} />
      <span class="quiet">
        {say.when(formatDay(printer.retiredAt))} · <span class="mono">{deviceAddress}</span>
      </span>
      {error && <ErrorNote error={error} />}
      {forgetting ? (
        <Confirm
          question={all.removeAsk(name)}
          yes={all.removeYes}
          no={all.removeNo}
          danger
          before={
            <button
              type="button"
              class="button plain"
              onClick={() => void attempt(savePrinterFile(model, deviceAddress))}
            >
              {all.saveFirst}
            </button>
          }
          onYes={() => act(model.engine.forgetLittlePrinter(deviceAddress), all.removed)}
          onNo={() => setForgetting(false)}
        >
          {all.removeWhat}
        </Confirm>
      ) : (
        <div class="button-row">
          <button
            type="button"
            class="button"
            aria-label={all.of(say.takeBack, name)}
            onClick={() => void act(model.engine.restoreLittlePrinter(deviceAddress), say.tookBack(name))}
          >
            {say.takeBack}
          </button>
          <button
            ref={asker}
            type="button"
            class="button danger"
            aria-label={all.of(say.forget, name)}
            onClick={() => setForgetting(true)}
          >
            {say.forget}
          </button>
        </div>
      )}
    </li>
  );
}
