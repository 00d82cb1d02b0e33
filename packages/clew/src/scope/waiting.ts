/** What somebody waits for, as far as it is known. */
export interface Waiting {
  /**
   * The kind: `"time"` is a sleep, `"cancel"` a wait that only a cancel ends, `"send"` and `"receive"` are a channel's,
   * `"place"` is a limiter's, `"start"` is `scope.start`, `"children"` is a scope whose body is over.
   */
  readonly for: "time" | "cancel" | "event" | "send" | "receive" | "place" | "start" | "thread" | "children";
  /** For how long at most, where that is known. */
  readonly leftMs?: number;
  /** Which one: the event, the child that starts, the file that the thread runs. */
  readonly what?: string;
}
