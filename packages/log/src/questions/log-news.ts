import type { LogSummary } from "../answers/index.js";

/** News of a log that grows, for whoever looks at it. */
export type LogNews =
  /** The log was read further; `taskUuids` are the tasks that have changed, the first thousand of them. */
  | {
      readonly kind: "grown";
      readonly summary: LogSummary;
      readonly taskUuids: readonly string[];
      readonly moreTasks: boolean;
    }
  /** News were left out because the page fell behind: everything that it shows must be asked for anew. */
  | { readonly kind: "gap"; readonly missed: number }
  | { readonly kind: "connection"; readonly state: "open" | "lost" };
