import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { BridgeStatus } from '../../bridge/status.ts';
import type { LittlePrinterView } from '../../engine/api.ts';
import { ServerAddress } from '../controls/server-address.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { runErrorAction } from '../error-actions.ts';
import { errorWords } from '../error-words.ts';
import { formatDayAndTime } from '../format.ts';
import { knownServerAt } from '../known-servers.ts';
import { useModel } from '../model-context.ts';
import { SERVER_CHOICE } from '../routes.ts';
import { serverChip } from '../status.ts';
import { words } from '../words.ts';
import { serverWords } from './server-words.ts';
import { Sheet } from './sheet.tsx';

const say = serverWords;

/** How the connection to the server stands, in full. */
export function ServerSheet({ onClose }: { onClose: () => void }): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const { bridge } = state;
  const { tone, word } = serverChip(state);
  const known = knownServerAt(state.settings.server, model.platform.pageUrl);
  const isClaimed = state.littlePrinters.every(({ claim }) => claim === 'claimed');
  const trouble = 'trouble' in bridge ? bridge.trouble : undefined;

  return (
    <Sheet title={words.server.heading} onClose={onClose}>
      <p class="state-line">
        <ToneMark tone={tone} />
        <strong>{word}</strong>
      </p>
      <dl class="facts">
        <dt>{words.server.known[known?.id ?? 'own'].name}</dt>
        <dd>
          <ServerAddress address={state.settings.server} />
        </dd>
      </dl>
      <p>
        <StatusLine bridge={bridge} />
      </p>
      {bridge.phase === 'connected' && <Claims printers={state.littlePrinters} />}
      {trouble && (
        <div class="error-note">
          <strong>{errorWords[trouble.code].title}.</strong> {errorWords[trouble.code].explanation}
        </div>
      )}
      {known?.id === 'nord' && !isClaimed && <p class="quiet">{words.server.known.nord.note}</p>}
      <div class="button-row">
        {bridge.phase !== 'connected' && (
          <button type="button" class="button primary" onClick={() => runErrorAction(model, 'retry-server')}>
            {say.retry}
          </button>
        )}
        <a class="button" href={SERVER_CHOICE} onClick={onClose}>
          {say.choose}
        </a>
      </div>
    </Sheet>
  );
}

/** Who is claimed on this server: of several Little Printers, each that is not by its name. */
function Claims({ printers }: { printers: readonly LittlePrinterView[] }): JSX.Element | null {
  const [first] = printers;
  if (!first) return null;
  if (printers.length === 1) return <p>{say.claims[first.claim]}</p>;
  const open = printers.flatMap(({ deviceAddress, name, claim }) =>
    claim === 'claimed' ? [] : [<p key={deviceAddress}>{say.claimOf[claim](name)}</p>],
  );
  return <>{open.length > 0 ? open : <p>{say.allClaimed}</p>}</>;
}

function StatusLine({ bridge }: { bridge: BridgeStatus }): JSX.Element {
  switch (bridge.phase) {
    case 'off':
      return <>{say.off}</>;
    case 'connected':
      return <>{say.since(formatDayAndTime(bridge.since))}</>;
    case 'connecting':
      return <>{bridge.attempt > 1 ? `${say.connecting} ${say.attempt(bridge.attempt)}` : say.connecting}</>;
    case 'waiting':
      return <Countdown until={bridge.retryAt} />;
  }
}

function Countdown({ until }: { until: number }): JSX.Element {
  const { platform } = useModel();
  const [now, setNow] = useState(() => platform.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(platform.now()), 500);
    return () => clearInterval(timer);
  }, [platform]);
  return <span class="countdown">{say.next(Math.ceil((until - now) / 1000))}</span>;
}
