const ESCAPE = String.fromCharCode(27);
const BELL = String.fromCharCode(7);
/** Colours and other control sequences; texts to the terminal itself, such as titles and times; single signs. */
const SEQUENCES = new RegExp(
  `${ESCAPE}(?:\\[[0-9;?]*[ -/]*[@-~]|[\\]_P^k][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)|[ -/]*[0-Z=>~])`,
  "g",
);

/** A text without what only a terminal understands. */
export function withoutTerminalSigns(text: string): string {
  return text.includes(ESCAPE) ? text.replace(SEQUENCES, "") : text;
}
