import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { LittlePrinterView } from '../../engine/api.ts';
import { useFocusHeir } from '../controls/focus.ts';
import { Icon } from '../controls/icon.tsx';
import { savePrinterFile } from '../job-actions.ts';
import { claimPageOf, knownServerAt } from '../known-servers.ts';
import { useModel } from '../model-context.ts';
import { onlyScreen } from '../paper-printers.ts';
import { words } from '../words.ts';
import { cardWords } from './card-words.ts';
import { ConnectButton } from './connect-button.tsx';

/** It worked: what to do with a printer that is claimed, and how to keep it. */
export function ClaimedCard({ printer }: { printer: LittlePrinterView }): JSX.Element {
  const model = useModel();
  const card = useFocusHeir<HTMLElement>();
  const { server } = model.state.value.settings;
  const local = knownServerAt(server, model.platform.pageUrl)?.id === 'local';
  const say = cardWords.claimed;
  const kept = model.persisted.value;

  useEffect(() => {
    // Now there is something to lose: the browser is asked not to clear it. Most decide without asking anybody.
    if (model.persisted.peek() === true) return;
    void model.platform.persist().then((kept) => {
      model.persisted.value = kept;
    });
  }, [model]);

  return (
    <section ref={card} class="card claimed-card">
      <h2>{say.title}</h2>
      <p>{say.lead(printer.name)}</p>
      <p>{local ? say.nextLocal : say.next}</p>
      <div class="button-row">
        <a
          class="button primary"
          href={claimPageOf(server, printer.claimCode, model.platform.pageUrl)}
          target="_blank"
          rel="noopener"
        >
          <Icon name="open" />
          {local ? say.send : say.server}
          <span class="visually-hidden"> {words.app.opensTab}</span>
        </a>
        {onlyScreen(model.state.value) && <ConnectButton />}
      </div>
      <p class="quiet">
        {kept === undefined ? say.backupWhy.unknown : kept ? say.backupWhy.kept : say.backupWhy.notKept}
      </p>
      <div class="button-row">
        <button
          type="button"
          class="button"
          onClick={() => void model.attempt(savePrinterFile(model, printer.deviceAddress))}
        >
          <Icon name="file" />
          {say.backup}
        </button>
        <button type="button" class="button plain" onClick={() => model.putAwayWelcome(printer.deviceAddress)}>
          {words.app.done}
        </button>
      </div>
    </section>
  );
}
