/** A field of the records of a log, by the type of its record and its own name. */
export interface FieldName {
  /** As `payment.card`, which a query and `why` call it too. */
  readonly field: string;
  /** The number of records that have it, or of those that were looked at. */
  readonly count: number;
}

/** More names than this are not told, the most frequent ones are. */
export const MOST_FIELD_NAMES = 500;
/** Of a log with more messages than this every second, third … is looked at. */
export const MOST_LOOKED_AT = 50_000;
