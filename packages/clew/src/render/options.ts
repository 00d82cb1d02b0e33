import type { WrittenNode } from "../parse/index.js";
import { asciiGlyphs, type Glyphs, plainTheme, type Theme, unicodeGlyphs } from "./screen/index.js";
import { type Measure, measureColumns } from "./text/index.js";

/** Options for drawing a task's tree. Everything has a default. */
export interface RenderOptions {
  /** Cuts lines to this number of columns. Default: no limit, and fields stand below their node from column 120. */
  readonly width?: number;
  /** Gives the columns that a text takes. Default: `measureColumns`. */
  readonly measure?: Measure;
  /** Default: `plainTheme`. */
  readonly theme?: Theme;
  /** Draws the tree with ASCII signs. What the log says is not touched by it. */
  readonly ascii?: boolean;
  /** Cuts longer values to this number of characters and to their first line, with a note; 0 shows all. Default 100. */
  readonly fieldLimit?: number;
  /** Shows this number of levels below the root, and counts what lies deeper. */
  readonly depth?: number;
  /** A column of times before each line: since the task began, or absolute. Default: none. */
  readonly times?: "none" | "relative" | "absolute";
  /** A bar before each line that shows when in its task the action ran. Default: where the width is 100 or more. */
  readonly bars?: boolean;
  /** Times and durations as the numbers that the log has. */
  readonly raw?: boolean;
  /** Times in the local zone, with its offset, in place of UTC. */
  readonly localTime?: boolean;
  /** Whole task uuids in the headings. Default: their beginnings, see `shortUuid`. */
  readonly wholeUuids?: boolean;
  /** Each node's level beside its type. */
  readonly levels?: boolean;
  /** Fields that are not shown. */
  readonly hiddenFields?: ReadonlySet<string>;
  /** Chooses the nodes that are shown; the others are counted where they stood. Default: all. */
  readonly shows?: (node: WrittenNode) => boolean;
}

/** The options with their defaults. */
export interface Settings extends Required<RenderOptions> {
  readonly glyphs: Glyphs;
  /** True where all nodes are shown. Where they are not, gaps are not told either. */
  readonly isWhole: boolean;
}

/** Without a limit of width, fields stand beside their node up to this column. */
const INLINE_UNTIL = 120;

/** From this width on there is room for a bar that shows when in its task each action ran. */
const BARS_FROM_WIDTH = 100;

/** Fills in the defaults. */
export function settle(options: RenderOptions): Settings {
  const width = options.width ?? Number.POSITIVE_INFINITY;
  return {
    width,
    measure: measureColumns,
    theme: plainTheme,
    ascii: false,
    fieldLimit: 100,
    depth: Number.POSITIVE_INFINITY,
    times: "none",
    bars: Number.isFinite(width) && width >= BARS_FROM_WIDTH,
    raw: false,
    localTime: false,
    wholeUuids: false,
    levels: false,
    hiddenFields: NOTHING,
    shows: () => true,
    ...options,
    isWhole: options.shows === undefined,
    glyphs: options.ascii === true ? asciiGlyphs : unicodeGlyphs,
  };
}

const NOTHING: ReadonlySet<string> = new Set();

/** The column up to which a line's fields may stand beside their node. */
export function inlineColumns(settings: Settings): number {
  return Number.isFinite(settings.width) ? settings.width : INLINE_UNTIL;
}
