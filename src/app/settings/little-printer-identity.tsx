import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LittlePrinterView } from '../../engine/api.ts';
import { useAsker } from '../controls/focus.ts';
import { Icon } from '../controls/icon.tsx';
import { savePrinterFile } from '../job-actions.ts';
import { heldBehind } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { Confirm } from './confirm.tsx';
import { settingsWords } from './words.ts';

const say = settingsWords.littlePrinters;

interface LittlePrinterIdentityProps {
  readonly printer: LittlePrinterView;
  /** Whether it is the only one here. */
  readonly only: boolean;
  readonly onGone: () => void;
}

/** What can be done with who a Little Printer is: save it, give it a new identity, forget it. */
export function LittlePrinterIdentity({ printer, only, onGone }: LittlePrinterIdentityProps): JSX.Element {
  const model = useModel();
  const { deviceAddress, name } = printer;
  const [asking, setAsking] = useState<'reset' | 'remove'>();
  const resetAsker = useAsker(asking === 'reset');
  const removeAsker = useAsker(asking === 'remove');

  const at = say.holdsAt;
  const { littlePrinters } = model.state.value;
  const held = heldBehind(model.jobs.value, model.state.value, printer).length;
  const holds = (button: string): string => (held > 0 ? say.holds(held, button) : '');
  // What is of none that is here waits for the first; a reset leaves each in its place.
  const [first] = littlePrinters;
  const isFirst = first?.deviceAddress === deviceAddress;
  const heir = littlePrinters.find((other) => other.deviceAddress !== deviceAddress);

  const act = async (action: Promise<unknown>, done: string): Promise<void> => {
    if (!(await model.attempt(action))) return;
    setAsking(undefined);
    model.say(done);
    onGone();
  };

  if (asking === 'reset') {
    return (
      <Confirm
        question={say.resetAsk(name)}
        yes={say.resetYes}
        no={say.resetNo}
        onYes={() => act(model.engine.resetLittlePrinter(deviceAddress), say.resetDone)}
        onNo={() => setAsking(undefined)}
      >
        {say.resetWhat} {holds(isFirst ? at.same : at.other(first?.name ?? name))}
      </Confirm>
    );
  }
  if (asking === 'remove') {
    return (
      <Confirm
        question={say.removeAsk(name)}
        yes={say.removeYes}
        no={say.removeNo}
        danger
        before={
          <button
            type="button"
            class="button plain"
            onClick={() => void model.attempt(savePrinterFile(model, deviceAddress))}
          >
            {say.saveFirst}
          </button>
        }
        onYes={() => act(model.engine.forgetLittlePrinter(deviceAddress), say.removed)}
        onNo={() => setAsking(undefined)}
      >
        {say.removeWhat} {only && say.removeLast} {holds(heir ? at.other(heir.name) : at.fresh)}
      </Confirm>
    );
  }
  return (
    <>
      <div class="button-row">
        <button type="button" class="button" onClick={() => void model.attempt(savePrinterFile(model, deviceAddress))}>
          <Icon name="file" />
          {say.file}
        </button>
        <button
          ref={resetAsker}
          type="button"
          class="button"
          aria-label={say.of(say.reset, name)}
          onClick={() => setAsking('reset')}
        >
          {say.reset}
        </button>
        <button
          ref={removeAsker}
          type="button"
          class="button danger"
          aria-label={say.of(say.remove, name)}
          onClick={() => setAsking('remove')}
        >
          {say.remove}
        </button>
      </div>
      <p class="field-note">{say.fileHint}</p>
    </>
  );
}
