import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type ErrorReport, toPapertabError, toReport } from '../../errors.ts';
import { ErrorNote } from '../controls/error-note.tsx';
import { useAsker } from '../controls/focus.ts';
import { Icon } from '../controls/icon.tsx';
import { freeName } from '../free-name.ts';
import { useModel } from '../model-context.ts';
import { settingsWords } from './words.ts';

const say = settingsWords.add;

/** Makes another Little Printer: only a name is asked for, the rest is made. `beside` stands beside the button for it. */
export function AddLittlePrinter({ beside }: { beside: ComponentChildren }): JSX.Element {
  const model = useModel();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorReport>();
  /** The one that was just made, to which the view goes when the engine has told of it. */
  const [made, setMade] = useState<string>();
  const usual = freeName(say.usual, model.state.value.littlePrinters);
  const opener = useAsker(asking || made !== undefined);

  useEffect(() => {
    if (asking) field.current?.focus();
  }, [asking]);

  const isHere = model.state.value.littlePrinters.some(({ deviceAddress }) => deviceAddress === made);
  useEffect(() => {
    if (!isHere || made === undefined) return;
    document.querySelector<HTMLElement>(`[data-little-printer="${made}"] h3`)?.focus();
    setMade(undefined);
  }, [isHere, made]);

  const add = async (): Promise<void> => {
    const wanted = name.trim() || usual;
    setBusy(true);
    setError(undefined);
    try {
      setMade(await model.engine.addLittlePrinter(wanted));
      setAsking(false);
      setName('');
      model.say(say.added(wanted));
    } catch (thrown) {
      setError(toReport(toPapertabError(thrown)));
    } finally {
      setBusy(false);
    }
  };

  if (!asking) {
    return (
      <div class="button-row">
        <button ref={opener} type="button" class="button" onClick={() => setAsking(true)}>
          <Icon name="plus" />
          {say.open}
        </button>
        {beside}
      </div>
    );
  }
  return (
    <form
      class="confirm"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void add();
      }}
    >
      <div class="field">
        <label class="field-label" for={id}>
          {say.label}
        </label>
        <input
          ref={field}
          id={id}
          value={name}
          placeholder={usual}
          maxLength={80}
          autocomplete="off"
          aria-describedby={`${id}hint`}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <span class="field-note" id={`${id}hint`}>
          {say.hint}
        </span>
      </div>
      {error && <ErrorNote error={error} />}
      <div class="button-row">
        <button type="submit" class="button primary" disabled={busy}>
          {say.add}
        </button>
        <button type="button" class="button" onClick={() => setAsking(false)}>
          {say.cancel}
        </button>
      </div>
    </form>
  );
}
