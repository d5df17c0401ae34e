import type { JSX } from 'preact';
import type { LittlePrinterView } from '../../engine/api.ts';
import { ClaimCode } from '../controls/claim-code.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { Icon } from '../controls/icon.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { savePrinterFile } from '../job-actions.ts';
import { claimPageOf, knownServerAt } from '../known-servers.ts';
import { hasSeveral } from '../little-printers.ts';
import { useModel } from '../model-context.ts';
import { onlyScreen } from '../paper-printers.ts';
import { words } from '../words.ts';
import { ConnectButton } from './connect-button.tsx';

/** The claim code, and what to do with it. */
export function ClaimCard({ printer, connected }: { printer: LittlePrinterView; connected: boolean }): JSX.Element {
  const model = useModel();
  const { server } = model.state.value.settings;
  const { pageUrl } = model.platform;
  const known = knownServerAt(server, pageUrl);
  const say = words.cards.claim;
  const steps = known?.id === 'local' ? say.steps.local : known ? say.steps.known : say.steps.own;
  const note = known?.id === 'nord' ? words.server.known.nord.note : undefined;

  return (
    <section class="card claim-card">
      <h2>{say.title(hasSeveral(model.state.value) ? printer.name : undefined)}</h2>
      <p>{say.lead}</p>
      <ClaimCode code={printer.claimCode} />
      <div class="button-row">
        <a class="button primary" href={claimPageOf(server, printer.claimCode, pageUrl)} target="_blank" rel="noopener">
          <Icon name="open" />
          {say.open}
          <span class="visually-hidden"> {words.app.opensTab}</span>
        </a>
        <CopyButton text={printer.claimCode} label={say.copy} />
      </div>
      <p class="claim-wait">
        <ToneMark tone="busy" />
        {connected ? say.listening : say.connecting}
      </p>
      {printer.imported && <p class="quiet">{say.elsewhere}</p>}
      {onlyScreen(model.state.value) && (
        <div class="button-row">
          <ConnectButton look="plain" />
        </div>
      )}
      <details class="more" open={matchMedia('(min-width: 768px)').matches}>
        <summary>{say.how}</summary>
        <ol class="steps">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {note && <p class="quiet">{note}</p>}
        <p class="quiet">{say.saveWhy}</p>
        <div class="button-row">
          <button
            type="button"
            class="button"
            onClick={() => void model.attempt(savePrinterFile(model, printer.deviceAddress))}
          >
            <Icon name="file" />
            {say.save}
          </button>
        </div>
      </details>
    </section>
  );
}
