// What reading logs found beside their messages, as data that can be kept: with the place of each log among those that
// were named in place of its name, for the same log may be named otherwise the next time.

import { LogText } from "./log-text.js";
import { UnusedLines } from "./unused-lines.js";

/** A sentence about one log. */
export interface SaidOfLog {
  readonly file: string;
  readonly sentence: string;
}

/** The findings, without the names of the logs. */
export interface Findings {
  readonly unused: readonly { readonly log: number; readonly line: number; readonly reason: string }[];
  readonly unusedCount: number;
  readonly said: readonly { readonly log: number; readonly sentence: string }[];
  readonly textLines: number;
  readonly lastText: string | undefined;
}

/** The findings in the form in which reading a log tells of them. */
export interface ToldFindings {
  readonly unused: UnusedLines;
  readonly recognised: readonly string[];
  readonly text: LogText;
}

/** Takes the names out. */
export function findingsOf(
  found: { readonly unused: UnusedLines; readonly said: readonly SaidOfLog[]; readonly text: LogText },
  names: readonly string[],
): Findings {
  const { unused, said, text } = found;
  return {
    unused: unused.first.map(({ file, line, reason }) => ({ log: names.indexOf(file), line, reason })),
    unusedCount: unused.count,
    said: said.map(({ file, sentence }) => ({ log: names.indexOf(file), sentence })),
    textLines: text.lines,
    lastText: text.last,
  };
}

/** Puts names in again; `told` is known without reading and comes first. */
export function toldFindings(findings: Findings, names: readonly string[], told: readonly string[]): ToldFindings {
  const unused = new UnusedLines();
  for (const { log, line, reason } of findings.unused) unused.add({ file: names[log] ?? "", line, reason });
  unused.count = findings.unusedCount;
  const text = new LogText();
  text.lines = findings.textLines;
  text.last = findings.lastText;
  const said = findings.said.map(({ log, sentence }) => `${names[log] ?? ""}: ${sentence}`);
  return { unused, recognised: [...told, ...said], text };
}
