/** The signs of a drawn tree. */
export interface Glyphs {
  readonly branch: string;
  readonly lastBranch: string;
  readonly trunk: string;
  readonly blank: string;
  /** In a tree that grows: an action begins, goes on, ends. */
  readonly openedAction: string;
  readonly openTrunk: string;
  readonly closedAction: string;
  readonly succeeded: string;
  readonly failed: string;
  readonly cancelled: string;
  readonly unfinished: string;
  readonly missing: string;
  readonly message: string;
  readonly result: string;
  readonly cut: string;
  readonly retried: string;
  readonly follows: string;
  readonly micro: string;
  /** A bar's cells: nothing, a point in time, and a stretch of it. */
  readonly bar: readonly [empty: string, point: string, full: string];
}

export const unicodeGlyphs: Glyphs = {
  branch: "├─ ",
  lastBranch: "└─ ",
  trunk: "│  ",
  blank: "   ",
  openedAction: "┌ ",
  openTrunk: "│ ",
  closedAction: "└ ",
  succeeded: "✓",
  failed: "✗",
  cancelled: "⊘",
  unfinished: "◌",
  missing: "?",
  message: "·",
  result: "→",
  cut: "…",
  retried: "↻",
  follows: "←",
  micro: "µ",
  bar: [" ", "·", "━"],
};

export const asciiGlyphs: Glyphs = {
  branch: "|- ",
  lastBranch: "`- ",
  trunk: "|  ",
  blank: "   ",
  openedAction: ", ",
  openTrunk: "| ",
  closedAction: "` ",
  succeeded: "+",
  failed: "x",
  cancelled: "/",
  unfinished: "~",
  missing: "?",
  message: "-",
  result: "->",
  cut: "...",
  retried: "@",
  follows: "<-",
  micro: "u",
  bar: [" ", ".", "="],
};
