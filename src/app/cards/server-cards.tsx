import type { JSX } from 'preact';
import type { LittlePrinterView } from '../../engine/api.ts';
import type { ErrorReport } from '../../errors.ts';
import { ClaimCode } from '../controls/claim-code.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { runErrorAction } from '../error-actions.ts';
import { errorWords } from '../error-words.ts';
import { hasSeveral } from '../little-printers.ts';
import { useModel } from '../model-context.ts';
import { hrefOf, SERVER_CHOICE } from '../routes.ts';
import { words } from '../words.ts';
import { cardWords } from './card-words.ts';

/** The server is not there: a normal state, in which the printer still prints what is written here. */
export function ServerCard({ trouble }: { trouble: ErrorReport }): JSX.Element {
  const model = useModel();
  const { title, explanation, action } = errorWords[trouble.code];
  const unclaimed = model.state.value.littlePrinters.filter(({ claim }) => claim !== 'claimed');
  const several = hasSeveral(model.state.value);
  const say = cardWords.server;
  const retry = (
    <button
      type="button"
      class={action === 'choose-server' ? 'button' : 'button primary'}
      onClick={() => runErrorAction(model, 'retry-server')}
    >
      {say.retry}
    </button>
  );
  const choose = (
    <a class={action === 'choose-server' ? 'button primary' : 'button'} href={SERVER_CHOICE}>
      {say.choose}
    </a>
  );
  return (
    <section class="card server-card">
      <h2 class="with-mark">
        <ToneMark tone="lost" />
        {title}
      </h2>
      <p>
        {explanation} {say.keepsTrying}
      </p>
      <div class="button-row">{action === 'choose-server' ? [choose, retry] : [retry, choose]}</div>
      <p class="quiet">
        {say.meanwhile} <a href={hrefOf('write')}>{say.write}</a>
      </p>
      {unclaimed.map((printer) => (
        <details class="more" key={printer.deviceAddress}>
          <summary>
            {words.cards.claim.code}
            {several && ` · ${printer.name}`}
          </summary>
          <ClaimCode code={printer.claimCode} />
        </details>
      ))}
    </section>
  );
}

/** The server has another key for this printer than the printer itself. */
export function KeyMismatchCard({ printer }: { printer: LittlePrinterView }): JSX.Element {
  const { state } = useModel();
  const { title, explanation } = errorWords['link-key-mismatch'];
  return (
    <section class="card">
      <h2 class="with-mark">
        <ToneMark tone="needs-you" />
        {title}
      </h2>
      {hasSeveral(state.value) && <p class="printer-card-name">{printer.name}</p>}
      <p>{explanation}</p>
      <div class="button-row">
        <a class="button primary" href={SERVER_CHOICE}>
          {cardWords.keyMismatch}
        </a>
      </div>
    </section>
  );
}
