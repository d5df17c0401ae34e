import type { JSX } from 'preact';
import type { ConnectorSupport } from '../../../page/printers/connector.ts';
import { CopyButton } from '../../controls/copy-button.tsx';
import { printerWords } from '../words.ts';

const say = printerWords.connect.support;

/** Pages cannot link to these, so they are given to copy. */
const FLAGS = {
  linux: {
    bluetooth: 'chrome://flags/#enable-experimental-web-platform-features',
    serial: 'chrome://flags/#enable-experimental-web-platform-features',
  },
  brave: { bluetooth: 'brave://flags/#brave-web-bluetooth-api', serial: 'brave://flags/#brave-web-serial-api' },
} as const;

interface SupportReasonProps {
  readonly support: ConnectorSupport;
  readonly via: 'bluetooth' | 'serial';
}

/** Why printers cannot be reached in one way here, and what would change that. */
export function SupportReason({ support, via }: SupportReasonProps): JSX.Element | null {
  const state = support[via];
  if (state === 'ready') return null;
  // Linux hides Bluetooth only; a serial port that is missing there is missing for good.
  const hint = state === 'missing' && (via === 'bluetooth' || support.hint === 'brave') ? support.hint : undefined;
  if (!hint) return <p class="quiet">{say[via][state]}</p>;
  return (
    <div class="support-hint">
      <p class="quiet">{say.hints[hint]}</p>
      <code class="mono">{FLAGS[hint][via]}</code>
      <div class="button-row">
        <CopyButton text={FLAGS[hint][via]} label={say.copy} />
      </div>
    </div>
  );
}
