import type { WrittenNode } from "../../parse/index.js";
import type { Theme } from "../screen/index.js";

/** Options of `renderEliotTree`. */
export interface EliotTreeOptions {
  readonly ascii?: boolean;
  /** Cuts longer values to this number of characters and to their first line; 0 shows all. Default 100. */
  readonly fieldLimit?: number;
  /** Times and durations as the numbers that the log has. */
  readonly raw?: boolean;
  readonly localTime?: boolean;
  /** Fields that are not shown; replaces eliot-tree's own list. */
  readonly ignoredKeys?: ReadonlySet<string>;
  readonly theme?: Theme;
  /**
   * True lets control characters pass that eliot-tree lets through (C1, bidirectional and zero-width ones).
   * Default: no, they are shown as escapes. For a terminal it must stay so.
   */
  readonly exact?: boolean;
  /** Chooses the nodes that are shown. Default: all. */
  readonly shows?: (node: WrittenNode) => boolean;
}

/** The options with their defaults. */
export interface EliotTreeSettings extends Required<EliotTreeOptions> {
  /** Makes a text of the log fit to be printed. */
  readonly safe: (text: string) => string;
}
