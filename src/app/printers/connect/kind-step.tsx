import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ConnectorSupport } from '../../../page/printers/connector.ts';
import { useModel } from '../../model-context.ts';
import { words } from '../../words.ts';
import { printerWords } from '../words.ts';
import { KindIcon } from './kind-icon.tsx';
import { StepHeading } from './step-heading.tsx';
import type { Go, Way } from './steps.ts';
import { SupportReason } from './support-reason.tsx';

const say = printerWords.connect.kind;

const WAYS: readonly Way[] = ['paperang', 'serial', 'all'];

/** What kind of printer it is. Only what this browser can do is offered; of the rest it is said why not. */
export function KindStep({ go }: { go: Go }): JSX.Element {
  const model = useModel();
  const [support, setSupport] = useState<ConnectorSupport>();
  const [failed, setFailed] = useState(false);

  const look = useCallback(async (): Promise<void> => {
    setFailed(false);
    // What knows printers is fetched only now, and the network may be away.
    await model.platform.printers.support().then(setSupport, () => setFailed(true));
  }, [model]);

  useEffect(() => {
    void look();
    // Whoever went to switch Bluetooth on comes back to this window.
    const again = (): void => void look();
    addEventListener('focus', again);
    return () => removeEventListener('focus', again);
  }, [look]);

  const via = (way: Way): 'bluetooth' | 'serial' => (way === 'serial' ? 'serial' : 'bluetooth');

  // The same reason for all of them is given once.
  const insecure = support?.bluetooth === 'insecure' && support.serial === 'insecure';

  return (
    <>
      <StepHeading text={say.ask} />
      {!support && (
        <p class="quiet" role="status">
          {failed ? `${words.app.loadFailed.title}. ${words.app.loadFailed.text}` : say.looking}
        </p>
      )}
      {insecure && <p class="notice">{printerWords.connect.support.insecure}</p>}
      {support && (
        <ul class="kinds">
          {WAYS.map((way) => {
            const ready = support[via(way)] === 'ready';
            // The same reason twice says no more.
            if (way === 'all' && !ready) return null;
            return (
              <li key={way}>
                <button
                  type="button"
                  class="kind"
                  disabled={!ready}
                  aria-describedby={ready || insecure ? undefined : `why-${way}`}
                  onClick={() => go({ at: 'list', way })}
                >
                  <KindIcon way={way} />
                  <span class="kind-text">
                    <strong>{say[way].title}</strong>
                    <span class="quiet">{say[way].note}</span>
                  </span>
                </button>
                {!ready && !insecure && (
                  <div id={`why-${way}`} class="kind-why">
                    <SupportReason support={support} via={via(way)} />
                  </div>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {(failed || (support && (support.bluetooth !== 'ready' || support.serial !== 'ready'))) && (
        <div class="button-row">
          <button type="button" class="button plain" onClick={() => void look()}>
            {say.again}
          </button>
        </div>
      )}
    </>
  );
}
