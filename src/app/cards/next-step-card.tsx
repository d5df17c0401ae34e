import type { JSX } from 'preact';
import { useModel } from '../model-context.ts';
import { nextStep } from '../next-step.ts';
import { hrefOf } from '../routes.ts';
import { words } from '../words.ts';
import { ClaimCard } from './claim-card.tsx';
import { ClaimedCard } from './claimed-card.tsx';
import { HeldCard } from './held-card.tsx';
import { KeyMismatchCard, NeedsYouCard, ServerCard } from './trouble-cards.tsx';

/** The one thing to do next. */
export function NextStepCard(): JSX.Element {
  const model = useModel();
  const step = nextStep(model.state.value, model.jobs.value, model.welcomed.value);
  switch (step.kind) {
    case 'starting':
      return (
        <section class="card idle-card">
          <h2>{words.cards.starting.title}</h2>
          <p>{words.cards.starting.text}</p>
        </section>
      );
    case 'needs-you':
      return <NeedsYouCard job={step.job} />;
    case 'held':
      return <HeldCard jobs={step.jobs} />;
    case 'server':
      return <ServerCard trouble={step.trouble} />;
    case 'key-mismatch':
      return <KeyMismatchCard />;
    case 'claim':
      return <ClaimCard printer={step.printer} connected={step.connected} />;
    case 'claimed':
      return <ClaimedCard printer={step.printer} />;
    case 'idle':
      return (
        <section class="card idle-card">
          <h2>{words.cards.idle.title}</h2>
          <p>{words.cards.idle.text}</p>
          <a class="button" href={hrefOf('write')}>
            {words.cards.idle.note}
          </a>
        </section>
      );
  }
}
