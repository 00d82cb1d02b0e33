import type { TaskTree } from "clew/parse";

/** What an exporter may need beside the trees. */
export interface ExportOptions {
  /** The lines that could not be used; complete once the trees have come to their end. */
  readonly badLines: readonly number[];
  /** What a table has a row for. */
  readonly rows: "actions" | "messages";
  /** Tells the user something, on standard error. */
  note(sentence: string): void;
}

/**
 * Writes the form of another tool, piece by piece. Holds one task at a time, beside what the form itself needs to
 * remember; gives a valid, empty document where there is no task.
 */
export type Exporter = (
  trees: AsyncIterable<TaskTree>,
  options: ExportOptions,
) => AsyncIterable<string> | AsyncIterable<Uint8Array>;
