import '../styles/log.css';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LogEntry, LogKind } from '../../jobs/log-entry.ts';
import { useAsker } from '../controls/focus.ts';
import { Icon } from '../controls/icon.tsx';
import { Pick } from '../controls/pick.tsx';
import { Switch } from '../controls/switch.tsx';
import { fileStamp } from '../format.ts';
import type { Model } from '../model.ts';
import { useModel } from '../model-context.ts';
import { printerName } from '../printers/printer-names.ts';
import { formatCount } from '../settings/bytes.ts';
import { Confirm } from '../settings/confirm.tsx';
import { SECTIONS } from '../settings/sections.ts';
import { type Fact, factsOf, serviceLines } from './facts.ts';
import { LogFacts, type ServicesOf } from './log-facts.tsx';
import { LogList } from './log-list.tsx';
import { lineOf, textOf } from './log-text.ts';
import { redact } from './redact.ts';
import { useLog } from './use-log.ts';
import { useServices } from './use-services.ts';
import { logWords } from './words.ts';

const say = logWords;
const KINDS = ['all', 'bridge', 'printer', 'job', 'engine'] as const satisfies readonly (LogKind | 'all')[];

/** How many entries are fetched at a time for the file. */
const PAGE_OF_FILE = 1_000;

/** The log, to read, find, copy, save and clear. */
export function LogPage(): JSX.Element {
  const model = useModel();
  const heading = useRef<HTMLHeadingElement>(null);
  const [kind, setKind] = useState<LogKind | 'all'>('all');
  const [wanted, setWanted] = useState('');
  const [live, setLive] = useState(true);
  const [clearing, setClearing] = useState(false);
  const [collecting, setCollecting] = useState(false);
  const clearer = useAsker(clearing);
  const log = useLog(kind === 'all' ? undefined : kind, live);
  const services = useServices();
  const facts = factsHere(model, log.entries[0]?.epoch);
  const shown = log.entries.filter((entry) => isAbout(entry, wanted, nameOf(model, entry.about)));

  useEffect(() => {
    scrollTo({ top: 0 });
    if (model.navigations.peek() > 0) heading.current?.focus({ preventScroll: true });
  }, [model]);

  const copy = async (): Promise<void> => {
    try {
      await model.platform.copyText(redact(shown.map(lineOf).join('\n'), codesOf(model)));
      model.say(say.copied);
    } catch {
      model.say(say.copyFailed);
    }
  };

  const download = async (): Promise<void> => {
    setCollecting(true);
    await model.attempt(saveLog(model, [...facts, ...serviceFacts(model, services)]));
    setCollecting(false);
  };

  const clear = async (): Promise<void> => {
    if (!(await model.attempt(model.engine.clearLog()))) return;
    log.reset();
    setClearing(false);
    model.say(say.cleared);
  };

  return (
    <div class="log-page">
      <a class="log-back" href={SECTIONS.help}>
        {say.back}
      </a>
      <h1 ref={heading} class="place-heading" tabIndex={-1}>
        {say.heading}
      </h1>
      <p class="quiet">
        {say.lead} {say.safe}
      </p>
      <LogFacts facts={facts} services={services} />
      <div class="log-tools">
        <Pick legend={say.show} values={KINDS} labels={say.kinds} value={kind} onPick={setKind} />
        <label class="field log-find">
          <span class="field-label">{say.find}</span>
          <input
            type="search"
            value={wanted}
            placeholder={say.findHint}
            spellcheck={false}
            autocomplete="off"
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </label>
      </div>
      <Switch
        label={say.live}
        on={live}
        onSwitch={async (on) => {
          setLive(on);
          return true;
        }}
      />
      {clearing ? (
        <Confirm
          question={say.clearAsk}
          yes={say.clearYes}
          no={say.clearNo}
          danger
          onYes={clear}
          onNo={() => setClearing(false)}
        >
          {say.clearWhat}
        </Confirm>
      ) : (
        <div class="button-row">
          <button type="button" class="button" disabled={shown.length === 0} onClick={() => void copy()}>
            <Icon name="copy" />
            {say.copy}
          </button>
          <button type="button" class="button" disabled={collecting} onClick={() => void download()}>
            <Icon name="save" />
            {collecting ? say.preparing : say.download}
          </button>
          <button ref={clearer} type="button" class="button plain" onClick={() => setClearing(true)}>
            {say.clear}
          </button>
        </div>
      )}
      {log.failed && (
        <p class="notice" role="status">
          {say.failed}
        </p>
      )}
      {shown.length > 0 && <LogList entries={shown} nameOf={(id) => nameOf(model, id)} />}
      {log.hasOlder !== undefined && shown.length === 0 && (
        <p class="quiet" role="status">
          {log.entries.length === 0 ? say.empty : say.notFound(formatCount(log.entries.length))}
        </p>
      )}
      {log.hasOlder ? (
        <div class="button-row">
          <button type="button" class="button" onClick={log.showOlder}>
            {say.older}
          </button>
        </div>
      ) : (
        log.entries.length > 0 && <p class="quiet">{say.end}</p>
      )}
    </div>
  );
}

/** What an id in the log is called: that of a Little Printer or a paper printer. */
function nameOf(model: Model, id: string | undefined): string | undefined {
  const { littlePrinters, paperPrinters } = model.state.value;
  const paper = paperPrinters.find((printer) => printer.id === id);
  return littlePrinters.find(({ deviceAddress }) => deviceAddress === id)?.name ?? (paper && printerName(paper));
}

function isAbout({ text, about = '', hex = '', kind }: LogEntry, wanted: string, name = ''): boolean {
  const looked = wanted.trim().toLowerCase();
  if (looked === '') return true;
  const bytes = looked.replaceAll(/\s/g, '');
  const found = [text, about, name, kind, logWords.kinds[kind]].some((part) => part.toLowerCase().includes(looked));
  return found || (/^[0-9a-f]{4,}$/.test(bytes) && hex.toLowerCase().includes(bytes));
}

function factsHere(model: Model, epoch: number | undefined): Fact[] {
  const { pageUrl } = model.platform;
  const facts = factsOf({ state: model.state.value, userAgent: navigator.userAgent, pageUrl, epoch });
  const codes = codesOf(model);
  return facts.map(({ what, value }) => ({ what: redact(what, codes), value: redact(value, codes) }));
}

function serviceFacts(model: Model, services: ServicesOf): Fact[] {
  return model.state.value.paperPrinters.flatMap((printer) => {
    const known = services.get(printer.id);
    if (typeof known !== 'object') return [];
    return [{ what: say.facts.services(printerName(printer)), value: `\n${serviceLines(known).join('\n')}` }];
  });
}

function codesOf(model: Model): string[] {
  const { littlePrinters, retired } = model.state.value;
  return [...littlePrinters, ...retired].map(({ claimCode }) => claimCode);
}

/** Saves the whole log as a text file, looked through for secrets once more. */
async function saveLog(model: Model, facts: readonly Fact[]): Promise<void> {
  const entries: LogEntry[] = [];
  for (;;) {
    const before = entries.at(-1)?.id;
    const page = await model.engine.log({ limit: PAGE_OF_FILE, ...(before === undefined ? {} : { before }) });
    entries.push(...page);
    if (page.length < PAGE_OF_FILE) break;
  }
  const text = redact(textOf(facts, entries), codesOf(model));
  model.platform.saveFile(say.file(fileStamp(model.platform.now())), new Blob([text], { type: 'text/plain' }));
}
