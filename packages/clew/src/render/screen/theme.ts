// Pieces of a line are named by their meaning, never by their colour. A theme gives each meaning an SGR sequence.

/** The meaning of a piece of a rendered line. */
export type Role =
  | "heading"
  | "time"
  | "duration"
  | "type"
  | "messageType"
  | "key"
  | "value"
  | "succeeded"
  | "failed"
  | "warning"
  | "note"
  | "tree"
  | "treeFailed";

/** For each role the parameters of its SGR sequence (`"1;31"`), or nothing for the terminal's own colour. */
export type Theme = Readonly<Record<Role, string>>;

/** A piece of a line: what it is, and its text, which is already safe to print. */
export type Span = readonly [role: Role, text: string];

const NO_COLOR = "";

/** No colours at all. */
export const plainTheme: Theme = {
  heading: NO_COLOR,
  time: NO_COLOR,
  duration: NO_COLOR,
  type: NO_COLOR,
  messageType: NO_COLOR,
  key: NO_COLOR,
  value: NO_COLOR,
  succeeded: NO_COLOR,
  failed: NO_COLOR,
  warning: NO_COLOR,
  note: NO_COLOR,
  tree: NO_COLOR,
  treeFailed: NO_COLOR,
};

/** For a dark background. */
export const darkTheme: Theme = {
  heading: "1",
  time: "2",
  duration: "36",
  type: "1;34",
  messageType: "35",
  key: "2",
  value: NO_COLOR,
  succeeded: "32",
  failed: "1;31",
  warning: "33",
  note: "2",
  tree: "2",
  treeFailed: "31",
};

/** For a light background: nothing that fades into white. */
export const lightTheme: Theme = {
  ...darkTheme,
  time: "90",
  duration: "34",
  type: "1;35",
  messageType: "34",
  key: "90",
  succeeded: "32",
  failed: "1;31",
  warning: "38;5;130",
  note: "90",
  tree: "90",
};

/** Puts a line's pieces together, coloured; spaces at its end are dropped unless they are to be kept. */
export function paint(spans: readonly Span[], theme: Theme, keepsEnd = false): string {
  let line = "";
  if (theme === plainTheme) {
    for (let i = 0; i < spans.length; i++) line += (spans[i] as Span)[1];
    return keepsEnd || endsInSign(spans.at(-1)?.[1] ?? "") ? line : line.trimEnd();
  }
  let last = spans.length - 1;
  if (!keepsEnd) while (last >= 0 && (spans[last] as Span)[1].trimEnd() === "") last--;
  for (let i = 0; i <= last; i++) {
    const [role, whole] = spans[i] as Span;
    const text = i === last && !keepsEnd ? whole.trimEnd() : whole;
    const sgr = theme[role];
    line += sgr === NO_COLOR || text.trim() === "" ? text : `\x1b[${sgr}m${text}\x1b[0m`;
  }
  return line;
}

/** Whether a text ends in a character of ASCII that is no space: most do, and a line of them need not be looked through. */
function endsInSign(text: string): boolean {
  const code = text.charCodeAt(text.length - 1);
  return code > 0x20 && code < 0x7f;
}
