/** A piece of a page that is set for the head, from top to bottom. Lengths are dots. */
export type PaperBlock =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** Height of the type. */
      readonly size: number;
      readonly bold?: boolean;
      readonly mono?: boolean;
      readonly align?: 'start' | 'centre';
      /** As a factor of the size; 1.25 by default. */
      readonly leading?: number;
    }
  | { readonly kind: 'space'; readonly rows: number }
  /** A dashed line across the paper. */
  | { readonly kind: 'rule' }
  /** Strokes and fills as SVG path data, drawn around the middle of the paper. */
  | {
      readonly kind: 'drawing';
      readonly rows: number;
      readonly width: number;
      readonly strokes: readonly string[];
      readonly fills: readonly string[];
      readonly strokeWidth: number;
    };
