import '../../styles/printers.css';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { FoundPrinter } from '../../../page/printers/connector.ts';
import type { ModelId } from '../../../printers/catalog.ts';
import type { PrinterSettings } from '../../../printers/settings.ts';
import { MoveBeforeConnecting } from '../../controls/move-here.tsx';
import { useModel } from '../../model-context.ts';
import { paperOf } from '../../paper-printers.ts';
import { Sheet } from '../../sheets/sheet.tsx';
import { printMessagesOn, takeBack } from '../printer-actions.ts';
import { neverPrints } from '../remedies.ts';
import { printerWords } from '../words.ts';
import { ConnectingStep } from './connecting-step.tsx';
import { DoneStep } from './done-step.tsx';
import { KindStep } from './kind-step.tsx';
import { ListStep } from './list-step.tsx';
import { ModelStep } from './model-step.tsx';
import type { Step } from './steps.ts';
import { TestStep } from './test-step.tsx';
import { WrongStep } from './wrong-step.tsx';

const say = printerWords.connect;

interface ConnectSheetProps {
  /** A printer that is connected already, and is to be tried out. */
  readonly printer?: string;
  readonly onClose: () => void;
}

/** From a printer on the table to paper: what kind it is, the browser's list, the connection, a test page. */
export function ConnectSheet({ printer, onClose }: ConnectSheetProps): JSX.Element {
  const model = useModel();
  const [step, go] = useState<Step>(printer === undefined ? { at: 'kind' } : { at: 'test', printer });
  const givenUp = useRef<string | undefined>(undefined);

  /** A printer that was just added and can never print is not left behind: messages would wait for it for good. */
  const close = (): void => {
    onClose();
    if (step.at !== 'connecting' || !step.before || givenUp.current === step.printer) return;
    const added = paperOf(model.state.peek(), step.printer);
    if (!added || !neverPrints(added)) return;
    // A sheet that is closed says so once more when it is gone.
    givenUp.current = step.printer;
    void takeBack(model, added, step.before).then((done) => done && model.say(printerWords.settings.forgotten));
  };

  return (
    <Sheet title={printer === undefined ? say.heading : say.test.heading} onClose={close}>
      {/* The browser gives printers to the tab that asks, and that has to be the one that prints. */}
      {model.state.value.runsHere || step.at !== 'kind' ? (
        <div class="connect-step" key={step.at}>
          <StepView step={step} go={go} onClose={close} />
        </div>
      ) : (
        <MoveBeforeConnecting />
      )}
    </Sheet>
  );
}

interface StepViewProps {
  readonly step: Step;
  readonly go: (step: Step) => void;
  readonly onClose: () => void;
}

function StepView({ step, go, onClose }: StepViewProps): JSX.Element {
  const model = useModel();
  const state = model.state.value;

  const add = async (found: FoundPrinter, kind: ModelId, settings: Partial<PrinterSettings>): Promise<void> => {
    // The browser's list may have been open for long.
    const { paperPrinters, littlePrinters } = model.state.peek();
    const added = async (): Promise<void> => {
      const id = await model.engine.addPaperPrinter({ name: found.name, model: kind, link: found.link, settings });
      found.adopt(id);
      const wasThere = paperPrinters.some((known) => known.id === id);
      go({ at: 'connecting', printer: id, ...(wasThere ? {} : { before: littlePrinters }) });
    };
    await model.attempt(added());
  };

  /** It is there already: messages come out on it now, and it is connected if it is not. */
  const takeUp = async (found: FoundPrinter, id: string): Promise<void> => {
    found.adopt(id);
    await printMessagesOn(model, id);
    if (await model.attempt(model.engine.reach(id))) go({ at: 'connecting', printer: id });
  };

  if (step.at === 'kind') return <KindStep go={go} />;
  if (step.at === 'list') {
    return (
      <ListStep
        way={step.way}
        go={go}
        onFound={async (found) => {
          if (found.owner !== undefined) await takeUp(found, found.owner);
          else if (found.model) await add(found, found.model, {});
          else go({ at: 'model', found });
        }}
      />
    );
  }
  if (step.at === 'model') {
    return <ModelStep found={step.found} go={go} onModel={(kind, settings) => add(step.found, kind, settings)} />;
  }

  const printer = paperOf(state, step.printer);
  // It was forgotten meanwhile, perhaps in another window.
  if (!printer) return <KindStep go={go} />;
  switch (step.at) {
    case 'connecting': {
      const { before } = step;
      const screen = state.paperPrinters.at(-1)?.id;
      if (!before) return <ConnectingStep printer={printer} go={go} />;
      const other = (): void => {
        void takeBack(model, printer, before);
        go({ at: 'kind' });
      };
      const added = { stays: before.every((it) => it.paperPrinter === screen), onOther: other, onWithout: onClose };
      return <ConnectingStep printer={printer} go={go} added={added} />;
    }
    case 'test':
      return <TestStep printer={printer} printed={step.job} go={go} />;
    case 'wrong':
      return <WrongStep printer={printer} job={step.job} outcome={step.outcome} go={go} />;
    case 'done':
      return <DoneStep printer={printer} onClose={onClose} />;
  }
}
