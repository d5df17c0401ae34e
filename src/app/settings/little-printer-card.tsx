import type { JSX } from 'preact';
import type { LittlePrinterView } from '../../engine/api.ts';
import { ClaimCode } from '../controls/claim-code.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { lazy } from '../controls/lazy.tsx';
import { NameField } from '../controls/name-field.tsx';
import { Select } from '../controls/select.tsx';
import { Switch } from '../controls/switch.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { errorWords } from '../error-words.ts';
import { formatDay } from '../format.ts';
import { useModel } from '../model-context.ts';
import { printerName } from '../printers/printer-names.ts';
import type { Tone } from '../status.ts';
import { words } from '../words.ts';
import { LittlePrinterIdentity } from './little-printer-identity.tsx';
import { formatNames } from './names.ts';
import { settingsWords } from './words.ts';

const say = settingsWords.littlePrinters;

const FacePrint = lazy(async () => (await import('../printers/faces/face-print.tsx')).FacePrint, 'nothing');
const FacePicker = lazy(async () => (await import('../printers/faces/face-picker.tsx')).FacePicker);

const TONES: Readonly<Record<LittlePrinterView['claim'], Tone>> = {
  unknown: 'off',
  unclaimed: 'needs-you',
  claimed: 'ready',
  'key-mismatch': 'needs-you',
};

interface LittlePrinterCardProps {
  readonly printer: LittlePrinterView;
  /** The other Little Printers on this bridge. */
  readonly others: readonly LittlePrinterView[];
  readonly onGone: () => void;
}

/** One Little Printer: how it stands, what it prints on, what it is like. */
export function LittlePrinterCard({ printer, others, onGone }: LittlePrinterCardProps): JSX.Element {
  const model = useModel();
  const { deviceAddress, name, claim, claimCode, face } = printer;
  const { paperPrinters, bridge } = model.state.value;
  const sharing = others.filter(({ paperPrinter }) => paperPrinter === printer.paperPrinter);
  const change = (wanted: Parameters<typeof model.engine.configureLittlePrinter>[1]): Promise<boolean> =>
    model.attempt(model.engine.configureLittlePrinter(deviceAddress, wanted));

  return (
    <article class="little-printer" data-little-printer={deviceAddress}>
      <div class="little-printer-head">
        <div>
          <h3 tabIndex={-1}>{name}</h3>
          <p class="state-line">
            <ToneMark tone={TONES[claim]} />
            <span>{claim === 'unknown' && bridge.phase !== 'connected' ? say.notConnected : say.claims[claim]}</span>
          </p>
        </div>
        {face !== 'none' && <FacePrint printer={printer} />}
      </div>
      {claim === 'key-mismatch' && <p class="quiet">{errorWords['link-key-mismatch'].explanation}</p>}
      {printer.toldOffline && (
        <p class="notice" role="note">
          {say.toldOffline}
        </p>
      )}
      <dl class="facts">
        <dt>{settingsWords.printer.code}</dt>
        <dd class="code-line">
          <ClaimCode code={claimCode} />
          <CopyButton text={claimCode} label={words.cards.claim.copy} />
        </dd>
      </dl>
      {paperPrinters.length > 1 && (
        <Select
          label={say.paper}
          hint={sharing.length === 0 ? say.paperHint : `${say.shared(formatNames(sharing))} ${say.paperHint}`}
          value={printer.paperPrinter}
          options={paperPrinters.map((paper) => ({ value: paper.id, label: printerName(paper) }))}
          onSelect={(id) => model.attempt(model.engine.usePaperPrinter(deviceAddress, id))}
        />
      )}
      <details class="more" open={others.length === 0}>
        <summary>{say.more(name)}</summary>
        <div class="printer-settings">
          <NameField
            label={settingsWords.printer.name}
            name={name}
            hint={settingsWords.printer.nameHint}
            saved={settingsWords.printer.nameSaved}
            onRename={(wanted) => change({ name: wanted })}
          />
          <FacePicker printer={printer} onPick={(wanted) => change({ face: wanted })} />
          <div class="field">
            <Switch
              label={say.offline}
              on={printer.offlineWhenAway}
              onSwitch={(offlineWhenAway) => change({ offlineWhenAway })}
            />
            <span class="field-note">{printer.offlineWhenAway ? say.offlineHint.on : say.offlineHint.off}</span>
          </div>
          <dl class="facts">
            <dt>{settingsWords.printer.address}</dt>
            <dd class="mono">{deviceAddress}</dd>
          </dl>
          <p class="quiet">
            {(printer.imported ? settingsWords.printer.imported : settingsWords.printer.made)(
              formatDay(printer.createdAt),
            )}
          </p>
          <LittlePrinterIdentity printer={printer} only={others.length === 0} onGone={onGone} />
        </div>
      </details>
    </article>
  );
}
