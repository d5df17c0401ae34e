import type { JSX } from 'preact';
import { useFocusHeir } from '../controls/focus.ts';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';
import { ConnectButton } from './connect-button.tsx';

/** The offer to connect a printer for paper, for those who have none here and have not put it off. */
export function ConnectCard(): JSX.Element {
  const model = useModel();
  const card = useFocusHeir<HTMLElement>();
  const say = words.cards.connect;
  return (
    <section ref={card} class="card offer-card">
      <h2>{say.title}</h2>
      <p>{say.text}</p>
      <div class="button-row">
        <ConnectButton look="primary" />
        <button type="button" class="button plain" onClick={() => model.putAwayConnect()}>
          {say.later}
        </button>
      </div>
    </section>
  );
}
