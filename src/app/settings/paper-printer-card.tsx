import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PaperPrinterView } from '../../engine/api.ts';
import { useAsker } from '../controls/focus.ts';
import { NameField } from '../controls/name-field.tsx';
import { ToneMark } from '../controls/tone-mark.tsx';
import { errorWords } from '../error-words.ts';
import { percentOf } from '../feed.ts';
import { onTheHead, queueOf } from '../job-list.ts';
import { useModel } from '../model-context.ts';
import { explanationOf } from '../printers/explanation.ts';
import { ForgetPrinter } from '../printers/forget-printer.tsx';
import { ModelField } from '../printers/model-field.tsx';
import { printMessagesOn } from '../printers/printer-actions.ts';
import { PrinterFacts, PrinterWarnings } from '../printers/printer-facts.tsx';
import { printerName } from '../printers/printer-names.ts';
import { PrinterRemedies } from '../printers/printer-remedies.tsx';
import { SelfTestButton } from '../printers/self-test-button.tsx';
import { settableOf } from '../printers/settable.ts';
import { SettingField } from '../printers/setting-field.tsx';
import { printerWords } from '../printers/words.ts';
import { isAway, paperState } from '../status.ts';
import { formatNames } from './names.ts';

const say = printerWords.settings;

interface PaperPrinterCardProps {
  readonly printer: PaperPrinterView;
  /** Whether its settings are shown at once. */
  readonly open: boolean;
  readonly onForgotten: () => void;
}

/** One paper printer: how it stands, what can be done with it, how it is set. */
export function PaperPrinterCard({ printer, open, onForgotten }: PaperPrinterCardProps): JSX.Element {
  const model = useModel();
  const [forgetting, setForgetting] = useState(false);
  const asker = useAsker(forgetting);
  const name = printerName(printer);
  const jobs = model.jobs.value;
  const job = onTheHead(jobs, printer.id);
  const { tone, word } = paperState(printer, job && percentOf(model.rowsOf(job.id), job.height));
  const needs = isAway(printer) || printer.state === 'needs-you' ? (printer.needs?.code ?? 'printer-away') : undefined;
  const served = model.state.value.littlePrinters.filter(({ paperPrinter }) => paperPrinter === printer.id);
  const of = (action: string): string => say.of(action, name);

  return (
    <article class="paper-printer" data-printer={printer.id}>
      <h3>{name}</h3>
      <p class="state-line">
        <ToneMark tone={tone} />
        <span>{word}</span>
      </p>
      {needs && (
        <>
          <p class="quiet">
            <strong>{errorWords[needs].title}.</strong> {explanationOf(printer, needs)}
          </p>
          <PrinterRemedies printer={printer} queue={queueOf(jobs, printer.id)} />
        </>
      )}
      <p class="quiet">{served.length > 0 ? say.serves(formatNames(served)) : say.servesNone}</p>
      {served.length === 0 && (
        <div class="button-row">
          <button
            type="button"
            class="button"
            aria-label={of(say.use)}
            onClick={() => void printMessagesOn(model, printer.id)}
          >
            {say.use}
          </button>
        </div>
      )}
      <PrinterWarnings printer={printer} />
      <PrinterFacts printer={printer} />
      <div class="button-row">
        <button
          type="button"
          class="button"
          aria-label={of(say.test)}
          onClick={() => {
            model.sheet.value = { kind: 'connect', printer: printer.id };
          }}
        >
          {say.test}
        </button>
        <SelfTestButton printer={printer} />
      </div>
      <details class="more" open={open}>
        <summary>{say.more(name)}</summary>
        <div class="printer-settings">
          <NameField
            label={say.name}
            name={name}
            saved={say.nameSaved}
            onRename={(wanted) => model.attempt(model.engine.configurePaperPrinter(printer.id, { name: wanted }))}
          />
          <ModelField printer={printer} />
          {settableOf(printer).map((setting) => (
            <SettingField key={setting} printer={printer} setting={setting} />
          ))}
          {forgetting ? (
            <ForgetPrinter printer={printer} onKeep={() => setForgetting(false)} onForgotten={onForgotten} />
          ) : (
            <div class="button-row">
              <button
                ref={asker}
                type="button"
                class="button danger"
                aria-label={of(say.forget)}
                onClick={() => setForgetting(true)}
              >
                {say.forget}
              </button>
            </div>
          )}
        </div>
      </details>
    </article>
  );
}
