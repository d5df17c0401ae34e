import type { JSX } from 'preact';
import type { PaperPrinterView } from '../../../engine/api.ts';
import { modelOf } from '../../../printers/catalog.ts';
import { ModelField } from '../model-field.tsx';
import { SETTINGS_TO_TRY, TEST_OUTCOMES, type TestOutcome } from '../remedies.ts';
import { remedyWords } from '../remedy-words.ts';
import { SelfTestButton } from '../self-test-button.tsx';
import { settableOf } from '../settable.ts';
import { SettingField } from '../setting-field.tsx';
import { printerWords } from '../words.ts';
import { StepHeading } from './step-heading.tsx';
import type { Go } from './steps.ts';

const say = printerWords.connect.wrong;

interface WrongStepProps {
  readonly printer: PaperPrinterView;
  /** The test page that it is about. */
  readonly job: number | undefined;
  readonly outcome: TestOutcome | undefined;
  readonly go: Go;
}

/** What went wrong with the test page, and then what cures it, with the settings for it right there. */
export function WrongStep({ printer, job, outcome, go }: WrongStepProps): JSX.Element {
  const about = { printer: printer.id, ...(job === undefined ? {} : { job }) };
  if (outcome) {
    return <RemedyFor printer={printer} outcome={outcome} go={go} onAnother={() => go({ at: 'wrong', ...about })} />;
  }
  return (
    <>
      <StepHeading text={say.ask} />
      <ul class="kinds">
        {TEST_OUTCOMES.map((pick) => (
          <li key={pick}>
            <button type="button" class="kind" onClick={() => go({ at: 'wrong', ...about, outcome: pick })}>
              {say.picks[pick]}
            </button>
          </li>
        ))}
      </ul>
      <div class="button-row">
        <button type="button" class="button plain" onClick={() => go({ at: 'test', ...about })}>
          {printerWords.connect.back}
        </button>
      </div>
    </>
  );
}

interface RemedyForProps {
  readonly printer: PaperPrinterView;
  readonly outcome: TestOutcome;
  readonly go: Go;
  readonly onAnother: () => void;
}

function RemedyFor({ printer, outcome, go, onAnother }: RemedyForProps): JSX.Element {
  const { id, model } = printer;
  const settable = settableOf(printer);
  const known = remedyWords[outcome];
  const lines = settable.includes('baudRate') ? known.line : [];
  const isPaperang = modelOf(model).language === 'paperang';
  const remedies = isPaperang ? known.paperang : [...lines, ...known.receipt];
  const settings = SETTINGS_TO_TRY[outcome].filter((setting) => settable.includes(setting));
  const otherModel = outcome === 'slanted';
  return (
    <>
      <StepHeading text={say.picks[outcome]} />
      <ul class="remedies">
        {remedies.map((remedy) => (
          <li key={remedy}>{remedy}</li>
        ))}
      </ul>
      {(settings.length > 0 || otherModel) && (
        <div class="try-settings">
          {otherModel && <ModelField printer={printer} />}
          {settings.map((setting) => (
            <SettingField key={setting} printer={printer} setting={setting} />
          ))}
        </div>
      )}
      <div class="button-row">
        <button type="button" class="button primary" onClick={() => go({ at: 'test', printer: id })}>
          {say.again}
        </button>
        {outcome === 'nothing' && <SelfTestButton printer={printer} />}
        <button type="button" class="button plain" onClick={onAnother}>
          {say.another}
        </button>
      </div>
    </>
  );
}
