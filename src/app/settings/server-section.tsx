import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { checkServerAddress } from '../../engine/server-address.ts';
import { type ErrorReport, toPapertabError, toReport } from '../../errors.ts';
import { ServerAddress } from '../controls/server-address.tsx';
import { errorWords } from '../error-words.ts';
import { knownServerAt, knownServers } from '../known-servers.ts';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';
import { focusSection, Section } from './section.tsx';
import { settingsWords } from './words.ts';

const say = settingsWords.server;

type Checked = { readonly address: string } | { readonly error: ErrorReport } | undefined;

function check(typed: string, pageUrl: string): Checked {
  if (typed.trim() === '') return undefined;
  try {
    return { address: checkServerAddress(typed, pageUrl) };
  } catch (thrown) {
    return { error: toReport(toPapertabError(thrown, 'server-address')) };
  }
}

/** Counts what was wanted on this page, also before the settings were left: only the latest may come of it. */
let wishes = 0;

/** Which server the printer belongs to: one that is known, or one of the user's own. */
export function ServerSection(): JSX.Element {
  const model = useModel();
  const { pageUrl } = model.platform;
  const group = useId();
  const field = useId();
  const note = useId();
  const present = model.state.value.settings.server;
  const presentKnown = knownServerAt(present, pageUrl);
  const [wanted, setWanted] = useState<string>();
  const [edited, setEdited] = useState<string>();
  /** The address about which the browser asks the user now. */
  const [asking, setAsking] = useState<string>();
  // The settings may come after the first look at them.
  const typed = edited ?? (presentKnown ? '' : present);
  const chosen = wanted ?? presentKnown?.id ?? 'own';
  const checked = check(typed, pageUrl);
  const known = knownServers(pageUrl);
  const address =
    chosen === 'own'
      ? checked && 'address' in checked
        ? checked.address
        : undefined
      : known.find((server) => server.id === chosen)?.address;
  const changes = address !== undefined && address !== present;

  /** Whoever chooses anew no longer wants what is still asked about. */
  const think = (): void => {
    wishes++;
    setAsking(undefined);
  };

  const use = async (): Promise<void> => {
    if (!changes || asking === address) return;
    const wish = ++wishes;
    setAsking(address);
    await model.platform.askForLocalNetwork(address);
    if (wish !== wishes) return;
    setAsking(undefined);
    // Another tab, or a backup, has decided meanwhile. While an engine begins, none is known.
    const { server } = model.state.peek().settings;
    if (present !== '' && server !== '' && server !== present) return;
    if (!(await model.attempt(model.engine.configure({ server: address })))) return;
    setWanted(undefined);
    model.say(say.changed);
    // Its button has nothing to do any more, and would take the focus with it.
    focusSection('server');
  };

  return (
    <Section name="server" heading={say.heading}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void use();
        }}
      >
        <fieldset class="server-choice">
          <legend class="field-label">{say.legend}</legend>
          {[...known, { id: 'own' as const, address: undefined }].map((server) => (
            <label key={server.id} class="server-option">
              <input
                type="radio"
                name={group}
                value={server.id}
                checked={chosen === server.id}
                onChange={() => {
                  think();
                  setWanted(server.id);
                }}
              />
              <span class="server-option-text">
                <span>
                  <strong>{words.server.known[server.id].name}</strong>
                  {(presentKnown?.id ?? 'own') === server.id && present !== '' && (
                    <span class="badge">{say.inUse}</span>
                  )}
                </span>
                {server.address && <ServerAddress address={new URL(server.address).host} />}
                <span class="quiet">{words.server.known[server.id].note}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {chosen === 'own' && (
          <div class="field own-address">
            <label class="field-label" for={field}>
              {say.own}
            </label>
            <input
              id={field}
              class="mono"
              value={typed}
              inputMode="url"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              aria-describedby={note}
              aria-invalid={checked !== undefined && 'error' in checked}
              onInput={(event) => {
                think();
                setEdited(event.currentTarget.value);
              }}
            />
            <span class="field-note" id={note} role="status">
              {checked === undefined && say.ownHint}
              {checked && 'address' in checked && say.becomes(checked.address)}
              {checked && 'error' in checked && (
                <>
                  <strong>{errorWords[checked.error.code].title}.</strong> {errorWords[checked.error.code].explanation}
                </>
              )}
            </span>
          </div>
        )}
        {changes && <p class="quiet">{say.moving}</p>}
        <div class="button-row">
          <button type="submit" class="button primary" disabled={!changes}>
            {say.use}
          </button>
          <span class="quiet" role="status">
            {asking && say.asking}
          </span>
        </div>
      </form>
    </Section>
  );
}
