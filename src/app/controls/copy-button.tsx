import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';
import { Icon } from './icon.tsx';

const CONFIRM_MS = 3000;

/** Copies a text, and says that it did. */
export function CopyButton({ text, label }: { text: string; label: string }): JSX.Element {
  const model = useModel();
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');

  useEffect(() => {
    if (outcome !== 'copied') return;
    const timer = setTimeout(() => setOutcome('none'), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async (): Promise<void> => {
    try {
      await model.platform.copyText(text);
      setOutcome('copied');
      model.announce(words.app.copied);
    } catch {
      setOutcome('failed');
      model.announce(words.app.copyFailed);
    }
  };

  return (
    <>
      <button type="button" class="button" onClick={() => void copy()}>
        <Icon name={outcome === 'copied' ? 'tick' : 'copy'} />
        {outcome === 'copied' ? words.app.copied : label}
      </button>
      {outcome === 'failed' && <span class="field-note">{words.app.copyFailed}</span>}
    </>
  );
}
