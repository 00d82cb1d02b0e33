import type { LogRecord } from "../dialects/index.js";
import type { LineText } from "../line-uuid.js";
import type { Alike } from "./alike.js";
import type { Carried } from "./to-message.js";

/** A line and what is known of it. */
export interface TimedRecord {
  readonly record: LogRecord;
  readonly time: number;
  readonly carried: Carried;
  /** For a uuid: the line as it stands, and its number. */
  readonly text: LineText;
  readonly line: number;
  /** The lines that are like it, where some are known. */
  readonly alike: Alike | undefined;
}
