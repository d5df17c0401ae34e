import type { JSX } from 'preact';
import { lazy } from '../controls/lazy.tsx';
import { useModel } from '../model-context.ts';
import { nextStep } from '../next-step.ts';
import { isScreen } from '../paper-printers.ts';
import { printerName } from '../printers/printer-names.ts';
import { hrefOf } from '../routes.ts';
import { words } from '../words.ts';
import { ClaimCard } from './claim-card.tsx';

const ClaimedCard = lazy(async () => (await import('./claimed-card.tsx')).ClaimedCard, 'nothing');
const HeldCard = lazy(async () => (await import('./held-card.tsx')).HeldCard, 'nothing');
const ConnectCard = lazy(async () => (await import('./connect-card.tsx')).ConnectCard, 'nothing');
// Their words are many, and mostly nothing is wrong.
const ServerCard = lazy(async () => (await import('./server-cards.tsx')).ServerCard, 'nothing');
const KeyMismatchCard = lazy(async () => (await import('./server-cards.tsx')).KeyMismatchCard, 'nothing');
const PrinterCard = lazy(async () => (await import('./printer-card.tsx')).PrinterCard, 'nothing');

/** The one thing to do next. */
export function NextStepCard(): JSX.Element {
  const model = useModel();
  const putAway = {
    welcomed: model.isWelcomed,
    wasUnclaimed: model.wasUnclaimed,
    connectsLater: model.connectsLater.value,
  };
  const step = nextStep(model.state.value, model.jobs.value, putAway, model.littlePrinter.value);
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
      return <HeldCard key={step.printer.deviceAddress} printer={step.printer} jobs={step.jobs} />;
    case 'server':
      return <ServerCard trouble={step.trouble} />;
    case 'key-mismatch':
      return <KeyMismatchCard printer={step.printer} />;
    case 'claim':
      return <ClaimCard key={step.printer.deviceAddress} printer={step.printer} connected={step.connected} />;
    case 'claimed':
      return <ClaimedCard key={step.printer.deviceAddress} printer={step.printer} />;
    case 'connect':
      return <ConnectCard />;
    case 'idle': {
      const paper = model.paper.value;
      const say = words.cards.idle;
      return (
        <section class="card idle-card">
          <h2>{say.title}</h2>
          <p>
            {!model.state.value.runsHere ? say.elsewhere : isScreen(paper) ? say.text : say.textOn(printerName(paper))}
          </p>
          <a class="button" href={hrefOf('write')}>
            {say.note}
          </a>
        </section>
      );
    }
  }
}
