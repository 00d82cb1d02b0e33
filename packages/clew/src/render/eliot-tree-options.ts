import type { WrittenNode } from "../parse/index.js";
import type { Theme } from "./theme.js";

/** How `renderEliotTree` draws. */
export interface EliotTreeOptions {
  readonly ascii?: boolean;
  /** Longer values are cut to so many characters and to their first line; 0 shows all. Default 100. */
  readonly fieldLimit?: number;
  /** Times and durations as the numbers that the log has. */
  readonly raw?: boolean;
  readonly localTime?: boolean;
  /** Fields that are not shown; replaces eliot-tree's own list. */
  readonly ignoredKeys?: ReadonlySet<string>;
  readonly theme?: Theme;
  /**
   * Whether control characters that eliot-tree lets through (C1, bidirectional and zero-width ones) pass here too.
   * Default: no, they are shown as escapes. For a terminal it must stay so.
   */
  readonly exact?: boolean;
  /** Which nodes are shown. Default: all. */
  readonly shows?: (node: WrittenNode) => boolean;
}

/** The options with their defaults. */
export interface EliotTreeSettings extends Required<EliotTreeOptions> {
  /** Makes a text of the log fit to be printed. */
  readonly safe: (text: string) => string;
}
