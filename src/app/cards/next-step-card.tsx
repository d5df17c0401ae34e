import type { JSX } from 'preact';
import { lazy } from '../controls/lazy.tsx';
import { useModel } from '../model-context.ts';
import { nextStep } from '../next-step.ts';
import { currentPaper, isScreen } from '../paper-printers.ts';
import { printerName } from '../printers/printer-names.ts';
import { hrefOf } from '../routes.ts';
import { words } from '../words.ts';
import { ClaimCard } from './claim-card.tsx';
import { ClaimedCard } from './claimed-card.tsx';
import { ConnectCard } from './connect-card.tsx';
import { HeldCard } from './held-card.tsx';

// Their words are many, and mostly nothing is wrong.
const ServerCard = lazy(async () => (await import('./server-cards.tsx')).ServerCard, 'nothing');
const KeyMismatchCard = lazy(async () => (await import('./server-cards.tsx')).KeyMismatchCard, 'nothing');
const PrinterCard = lazy(async () => (await import('./printer-card.tsx')).PrinterCard, 'nothing');

/** The one thing to do next. */
export function NextStepCard(): JSX.Element {
  const model = useModel();
  const step = nextStep(model.state.value, model.jobs.value, {
    welcomed: model.welcomed.value,
    connectsLater: model.connectsLater.value,
  });
  switch (step.kind) {
    case 'starting':
      return (
        <section class="card idle-card">
          <h2>{words.cards.starting.title}</h2>
          <p>{words.cards.starting.text}</p>
        </section>
      );
    case 'needs-you':
      return <PrinterCard key={step.printer.id} printer={step.printer} queue={step.queue} />;
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
    case 'connect':
      return <ConnectCard />;
    case 'idle': {
      const paper = currentPaper(model.state.value);
      return (
        <section class="card idle-card">
          <h2>{words.cards.idle.title}</h2>
          <p>{isScreen(paper) ? words.cards.idle.text : words.cards.idle.textOn(printerName(paper))}</p>
          <a class="button" href={hrefOf('write')}>
            {words.cards.idle.note}
          </a>
        </section>
      );
    }
  }
}
