import type { JSX } from 'preact';
import type { PaperPrinterView } from '../../engine/api.ts';
import { headScale } from '../../imaging/head-scale.ts';
import { modelOf } from '../../printers/catalog.ts';
import { BAUD_RATES, HEAD_WIDTHS, type PrinterSettings, type Setting } from '../../printers/settings.ts';
import { Pick } from '../controls/pick.tsx';
import { Select } from '../controls/select.tsx';
import { Switch } from '../controls/switch.tsx';
import { formatLength, formatMillimetres } from '../format.ts';
import { useModel } from '../model-context.ts';
import { DensityField } from './density-field.tsx';
import { printerWords } from './words.ts';

const say = printerWords.settings.fields;

/** Rows of blank paper after a print, by the words for them: a centimetre, and two and a half, on most heads. */
const FEEDS = { none: 0, short: 80, long: 200 } as const;
type Feed = keyof typeof FEEDS;

/** Rows of blank paper between a message and the face below it, by the words for it: they grow with the message's own. */
const GAPS = { none: 0, small: 12, normal: 24, wide: 64 } as const;
type Gap = keyof typeof GAPS;

/** Dots across a message, before it is fitted to a head. */
const MESSAGE_WIDTH = 384;

/** One setting of a paper printer, as a control that sets it at once. */
export function SettingField({ printer, setting }: { printer: PaperPrinterView; setting: Setting }): JSX.Element {
  const model = useModel();
  const { settings, dotsPerMm, facts } = printer;
  const set = (change: Partial<PrinterSettings>): Promise<boolean> =>
    model.attempt(model.engine.configurePaperPrinter(printer.id, { settings: change }));

  switch (setting) {
    case 'density':
      return (
        <DensityField
          value={settings.density}
          normal={modelOf(printer.model).defaults.density}
          onSet={(density) => set({ density })}
        />
      );
    case 'headWidth':
      return (
        <Select
          label={say.headWidth.label}
          value={String(settings.headWidth)}
          options={withOwn(HEAD_WIDTHS, settings.headWidth).map((dots) => ({
            value: String(dots),
            label: say.headWidth.option(formatMillimetres(dots, dotsPerMm), dots),
          }))}
          onSelect={(dots) => set({ headWidth: Number(dots) })}
        />
      );
    case 'extraFeed': {
      const own = formatLength(settings.extraFeed, dotsPerMm);
      const chosen = (Object.keys(FEEDS) as Feed[]).find((feed) => FEEDS[feed] === settings.extraFeed);
      return (
        <Pick
          legend={say.extraFeed.label}
          values={['none', 'short', 'long', ...(chosen ? [] : ['own' as const])]}
          labels={{ ...say.extraFeed.feeds, own }}
          value={chosen ?? 'own'}
          hint={say.extraFeed.hint}
          onPick={(feed) => feed !== 'own' && void set({ extraFeed: FEEDS[feed] })}
        />
      );
    }
    case 'faceGap': {
      const gaps = Object.keys(GAPS) as Gap[];
      const chosen = gaps.find((gap) => GAPS[gap] === settings.faceGap);
      const perMm = dotsPerMm / headScale(MESSAGE_WIDTH, settings.headWidth);
      return (
        <Pick
          legend={say.faceGap.label}
          values={[...gaps, ...(chosen ? [] : ['own' as const])]}
          labels={{ ...say.faceGap.gaps, own: formatLength(settings.faceGap, perMm) }}
          value={chosen ?? 'own'}
          hint={say.faceGap.hint}
          onPick={(gap) => gap !== 'own' && void set({ faceGap: GAPS[gap] })}
        />
      );
    }
    case 'paper':
      return (
        <Pick
          legend={say.paper.label}
          values={['continuous', 'label']}
          labels={say.paper.papers}
          value={settings.paper}
          onPick={(paper) => void set({ paper })}
        />
      );
    case 'keepAwake':
      return (
        <div class="field">
          <Switch label={say.keepAwake.label} on={settings.keepAwake} onSwitch={(keepAwake) => set({ keepAwake })} />
          <span class="field-note" role="status">
            {!settings.keepAwake || facts.keptAwake === undefined
              ? say.keepAwake.hint
              : facts.keptAwake
                ? say.keepAwake.taken
                : say.keepAwake.refused}
          </span>
        </div>
      );
    case 'baudRate':
      return (
        <Select
          label={say.baudRate.label}
          hint={say.baudRate.hint}
          value={String(settings.baudRate)}
          options={withOwn(BAUD_RATES, settings.baudRate).map((rate) => ({ value: String(rate), label: String(rate) }))}
          onSelect={(rate) => set({ baudRate: Number(rate) })}
        />
      );
    case 'flowControl':
      return (
        <Select
          label={say.flowControl.label}
          hint={say.flowControl.hint}
          value={settings.flowControl}
          options={[
            { value: 'none', label: say.flowControl.none },
            { value: 'hardware', label: say.flowControl.hardware },
          ]}
          onSelect={(kind) => set({ flowControl: kind === 'hardware' ? 'hardware' : 'none' })}
        />
      );
    case 'cut':
      return (
        <Pick
          legend={say.cut.label}
          values={['none', 'partial', 'full']}
          labels={say.cut.cuts}
          value={settings.cut}
          onPick={(cut) => void set({ cut })}
        />
      );
    case 'careful':
      return (
        <div class="field">
          <Switch label={say.careful.label} on={settings.careful} onSwitch={(careful) => set({ careful })} />
          <span class="field-note">{say.careful.hint}</span>
        </div>
      );
  }
}

/** The usual values, with the one that is set among them. */
function withOwn(usual: readonly number[], own: number): number[] {
  return [...new Set([...usual, own])].sort((a, b) => a - b);
}
