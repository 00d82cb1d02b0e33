/** A line of a traceback, taken apart as far as its form is known. */
export interface TracebackLine {
  readonly number: number;
  /** The function, or the whole line where it names none. */
  readonly name: string;
  /** The end of the path, with line and column. */
  readonly where: string | undefined;
  /** The whole line, where it was shortened. */
  readonly whole: string | undefined;
  /** True for a frame of the runtime or of a package. */
  readonly isOutside: boolean;
}

const JAVASCRIPT = /^\s*at (?:(.+) \(|async )?((?:file:\/\/|node:|\/|[A-Za-z]:\\|https?:\/\/)[^()]*?):(\d+):(\d+)\)?$/;
const PYTHON = /^\s*File "(.+)", line (\d+), in (.+)$/;
const OUTSIDE = /^node:|[/\\](?:node_modules|site-packages|dist-packages|lib[/\\]python[\d.]+)[/\\]/;
const MOST_LINES = 200;

/** The lines of a traceback of JavaScript or of Python; what is neither stays as it is. */
export function tracebackLines(text: string): readonly TracebackLine[] {
  const lines = text.split(/\r?\n/);
  const shown = lines.slice(0, MOST_LINES).map((line, number): TracebackLine => {
    const [, name, path, row, column] = JAVASCRIPT.exec(line) ?? [];
    if (path !== undefined) return frame(number, `  ${name ?? "(anonymous)"}`, path, `${row}:${column}`, line);
    const [, file, lineNumber, inside] = PYTHON.exec(line) ?? [];
    if (file !== undefined) return frame(number, `  ${inside}`, file, `${lineNumber}`, line);
    return { number, name: line.replaceAll("\t", "    "), where: undefined, whole: undefined, isOutside: false };
  });
  if (lines.length <= MOST_LINES) return shown;
  const rest = `… ${lines.length - MOST_LINES} more lines`;
  return [...shown, { number: MOST_LINES, name: rest, where: undefined, whole: undefined, isOutside: true }];
}

function frame(number: number, name: string, path: string, place: string, line: string): TracebackLine {
  const end = path.split(/[/\\]/).slice(-2).join("/");
  return { number, name, where: `${end}:${place}`, whole: line.trim(), isOutside: OUTSIDE.test(path) };
}
