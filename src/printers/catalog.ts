/** A row of the catalogue: what is known of one kind of paper printer. */
export interface PrinterModel {
  readonly id: string;
  readonly transport: 'screen';
  readonly language: 'screen';
  /** Dots across its head. */
  readonly headWidth: number;
  readonly dotsPerMm: number;
  /** Rows that its head prints in a second. */
  readonly rowsPerSecond: number;
}

/** The printer models, by id. */
export const CATALOG = {
  /** The page's own paper: as wide and as fast as the head of a Little Printer, 384 dots at 50 mm a second. */
  screen: {
    id: 'screen',
    transport: 'screen',
    language: 'screen',
    headWidth: 384,
    dotsPerMm: 8,
    rowsPerSecond: 400,
  },
} as const satisfies Record<string, PrinterModel>;
