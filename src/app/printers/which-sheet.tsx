import '../styles/printers.css';
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { type ErrorReport, toPapertabError, toReport } from '../../errors.ts';
import type { EqualPort } from '../../page/printers/connector.ts';
import { ErrorNote } from '../controls/error-note.tsx';
import { useModel } from '../model-context.ts';
import { paperOf } from '../paper-printers.ts';
import { Sheet } from '../sheets/sheet.tsx';
import { printerName } from './printer-names.ts';
import { printerWords } from './words.ts';

const say = printerWords.which;

/** Tells equal adapters apart: each feeds a little paper, and the user says which one it is. */
export function WhichSheet({ printer: id, onClose }: { printer: string; onClose: () => void }): JSX.Element {
  const model = useModel();
  const printer = paperOf(model.state.value, id);
  const [found, setFound] = useState<{ readonly ports: readonly EqualPort[]; readonly round: number }>();
  const ports = found?.ports;
  const missing = printer === undefined;

  const look = useCallback(async (): Promise<void> => {
    const wanted = paperOf(model.state.peek(), id);
    if (!wanted) return;
    await model.attempt(
      model.platform.printers
        .equalPorts(wanted)
        .then((now) => setFound((last) => ({ ports: now, round: (last?.round ?? 0) + 1 }))),
    );
  }, [model, id]);

  useEffect(() => {
    if (missing) onClose();
    else void look();
  }, [missing, look]);

  return (
    <Sheet title={say.heading} onClose={onClose}>
      {printer && <p>{say.lead(printerName(printer))}</p>}
      {!ports && (
        <p class="quiet" role="status">
          {say.looking}
        </p>
      )}
      {ports?.length === 0 && <p>{say.none}</p>}
      {ports && ports.length > 0 && (
        // Looked at again, they may be others.
        <ol class="ports" key={found?.round}>
          {ports.map((port, i) => (
            <Port
              key={i}
              port={port}
              number={i + 1}
              onChosen={() => {
                model.say(say.chosen);
                onClose();
              }}
            />
          ))}
        </ol>
      )}
      <div class="button-row">
        <button type="button" class="button plain" onClick={() => void look()}>
          {say.again}
        </button>
      </div>
    </Sheet>
  );
}

interface PortProps {
  readonly port: EqualPort;
  readonly number: number;
  readonly onChosen: () => void;
}

function Port({ port, number, onChosen }: PortProps): JSX.Element {
  const [state, setState] = useState<'new' | 'feeding' | 'fed'>('new');
  const [error, setError] = useState<ErrorReport>();
  const feed = async (): Promise<void> => {
    setError(undefined);
    setState('feeding');
    try {
      await port.feed();
    } catch (thrown) {
      setError(toReport(toPapertabError(thrown)));
    }
    setState('fed');
  };
  return (
    <li class="port">
      <strong>{say.port(number)}</strong>
      <div class="button-row">
        <button
          type="button"
          class={state === 'fed' && !error ? 'button' : 'button primary'}
          aria-label={say.feedOf(number)}
          disabled={state === 'feeding'}
          onClick={() => void feed()}
        >
          {say.feed}
        </button>
        <button
          type="button"
          class={state === 'fed' && !error ? 'button primary' : 'button'}
          aria-label={say.chooseOf(number)}
          disabled={state === 'feeding'}
          onClick={() => {
            port.choose();
            onChosen();
          }}
        >
          {say.choose}
        </button>
      </div>
      <p class="quiet" role="status">
        {state === 'fed' && !error && say.fed}
      </p>
      {error && <ErrorNote error={error} />}
    </li>
  );
}
