/** A table as Markdown shows it: a column's cells are texts or numbers. */
export type Row = Readonly<Record<string, string | number>>;

/** Bars of one picture: a name and a number each. */
export interface Plot {
  readonly file: string;
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly (readonly [name: string, value: number])[];
}

/** The report of one benchmark. */
export interface Section {
  readonly title: string;
  /** The measurement and its method, in a sentence or two. */
  readonly text: string;
  readonly tables: readonly { readonly title?: string; readonly rows: readonly Row[] }[];
  readonly plots?: readonly Plot[];
}
