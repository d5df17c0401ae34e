import type { PrinterSettings, Setting } from './settings.ts';

export type LanguageName = 'screen' | 'paperang' | 'escpos';
export type TransportName = 'screen' | 'bluetooth' | 'serial';

/** A row of the catalogue: what is known of one kind of paper printer. */
export interface PrinterModel {
  readonly id: string;
  /** As its maker calls it; for those without a name of their own, the words of the page stand instead. */
  readonly name?: string;
  readonly transports: readonly TransportName[];
  readonly language: LanguageName;
  readonly dotsPerMm: number;
  /** Rows that its head prints in a second. */
  readonly rowsPerSecond: number;
  /** What its advertised name may begin with; the longest match among all models decides. */
  readonly namePrefixes: readonly string[];
  /** How sure it is that what is known fits: seen on real paper, said by others, or expected from its kind. */
  readonly confidence: 'proven' | 'reported' | 'expected';
  /** How it is set until the user says otherwise. */
  readonly defaults: PrinterSettings;
  /** What a person can set for it. */
  readonly settable: readonly Setting[];
}

const DEFAULTS: PrinterSettings = {
  headWidth: 384,
  density: 75,
  extraFeed: 0,
  faceGap: 24,
  paper: 'continuous',
  keepAwake: false,
  baudRate: 9600,
  flowControl: 'none',
  cut: 'none',
  careful: false,
};

const PAPERANG_SETTABLE = ['density', 'extraFeed', 'faceGap', 'paper', 'keepAwake'] as const;
const ESCPOS_SETTABLE = ['headWidth', 'extraFeed', 'faceGap', 'baudRate', 'flowControl', 'cut', 'careful'] as const;

/** The printer models, by id. */
export const CATALOG = {
  /** The page's own paper: as wide and as fast as the head of a Little Printer, 384 dots at 50 mm a second. */
  screen: {
    id: 'screen',
    transports: ['screen'],
    language: 'screen',
    dotsPerMm: 8,
    rowsPerSecond: 400,
    namePrefixes: [],
    confidence: 'proven',
    defaults: DEFAULTS,
    settable: [],
  },
  'paperang-p1': {
    id: 'paperang-p1',
    name: 'Paperang P1',
    transports: ['bluetooth', 'serial'],
    language: 'paperang',
    dotsPerMm: 8,
    rowsPerSecond: 120,
    namePrefixes: ['Paperang', 'MiaoMiaoJi'],
    confidence: 'reported',
    defaults: DEFAULTS,
    settable: PAPERANG_SETTABLE,
  },
  'paperang-p2': {
    id: 'paperang-p2',
    name: 'Paperang P2',
    transports: ['bluetooth', 'serial'],
    language: 'paperang',
    dotsPerMm: 11.8,
    rowsPerSecond: 150,
    namePrefixes: ['Paperang_P2', 'Paperang P2'],
    confidence: 'reported',
    defaults: { ...DEFAULTS, headWidth: 576 },
    settable: PAPERANG_SETTABLE,
  },
  'paperang-p2s': {
    id: 'paperang-p2s',
    name: 'Paperang P2S',
    transports: ['bluetooth', 'serial'],
    language: 'paperang',
    dotsPerMm: 11.8,
    rowsPerSecond: 150,
    namePrefixes: ['Paperang_P2S', 'Paperang P2S'],
    confidence: 'reported',
    defaults: { ...DEFAULTS, headWidth: 576 },
    settable: PAPERANG_SETTABLE,
  },
  /** Receipt printers for paper of 58 mm. */
  'escpos-58': {
    id: 'escpos-58',
    transports: ['serial'],
    language: 'escpos',
    dotsPerMm: 8,
    rowsPerSecond: 400,
    namePrefixes: [],
    confidence: 'expected',
    defaults: DEFAULTS,
    settable: ESCPOS_SETTABLE,
  },
  /** Receipt printers for paper of 80 mm, which mostly have a cutter. */
  'escpos-80': {
    id: 'escpos-80',
    transports: ['serial'],
    language: 'escpos',
    dotsPerMm: 8,
    rowsPerSecond: 400,
    namePrefixes: [],
    confidence: 'expected',
    defaults: { ...DEFAULTS, headWidth: 576, cut: 'partial' },
    settable: ESCPOS_SETTABLE,
  },
} as const satisfies Record<string, PrinterModel>;

export type ModelId = keyof typeof CATALOG;

/** Whether `id` names a row of the catalogue. */
export function isModelId(id: string): id is ModelId {
  return Object.hasOwn(CATALOG, id);
}

/** The row of a printer model. */
export function modelOf(id: ModelId): PrinterModel {
  return CATALOG[id];
}

/**
 * The model of a language that a printer names as its own, for instance `P2` of Paperang, also with its maker's name before
 * it; undefined for one that is not known.
 */
export function modelByOwnName(language: LanguageName, name: string): ModelId | undefined {
  const ids = Object.keys(CATALOG) as ModelId[];
  const own = name.split(/[ _]/).at(-1);
  return ids.find((id) => modelOf(id).language === language && modelOf(id).name?.endsWith(` ${own}`));
}

/** The model that a printer's advertised name speaks of: that of the longest prefix; undefined for a name that none has. */
export function modelByName(name: string): ModelId | undefined {
  let found: { readonly id: ModelId; readonly length: number } | undefined;
  for (const id of Object.keys(CATALOG) as ModelId[]) {
    for (const prefix of modelOf(id).namePrefixes) {
      if (name.startsWith(prefix) && prefix.length > (found?.length ?? 0)) found = { id, length: prefix.length };
    }
  }
  return found?.id;
}
