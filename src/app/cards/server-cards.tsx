import type { JSX } from 'preact';
import type { ErrorReport } from '../../errors.ts';
import { ClaimCode } from '../controls/claim-code.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { runErrorAction } from '../error-actions.ts';
import { errorWords } from '../error-words.ts';
import { useModel } from '../model-context.ts';
import { hrefOf, SERVER_CHOICE } from '../routes.ts';
import { words } from '../words.ts';

/** The server is not there: a normal state, in which the printer still prints what is written here. */
export function ServerCard({ trouble }: { trouble: ErrorReport }): JSX.Element {
  const model = useModel();
  const { title, explanation, action } = errorWords[trouble.code];
  const printer = model.state.value.littlePrinters[0];
  const say = words.cards.server;
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
      {printer && printer.claim !== 'claimed' && (
        <details class="more">
          <summary>{words.cards.claim.code}</summary>
          <ClaimCode code={printer.claimCode} />
        </details>
      )}
    </section>
  );
}

/** The server has another key for this printer than the printer itself. */
export function KeyMismatchCard(): JSX.Element {
  const { title, explanation } = errorWords['link-key-mismatch'];
  return (
    <section class="card">
      <h2 class="with-mark">
        <ToneMark tone="needs-you" />
        {title}
      </h2>
      <p>{explanation}</p>
      <div class="button-row">
        <a class="button primary" href={SERVER_CHOICE}>
          {words.cards.keyMismatch.button}
        </a>
      </div>
    </section>
  );
}
