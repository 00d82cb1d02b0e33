// Every command as it is tried on a hostile log: its arguments around the name of the log.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runClew } from "../../packages/cli/src/testing/run-clew.js";

export type CommandLine = (log: string) => readonly string[];

/** What a command writes is for a screen, a text that another tool reads, or no text. */
export interface Trial {
  readonly line: CommandLine;
  readonly writes: "screen" | "rows" | "bytes";
}

const screen = (...args: readonly string[]): Trial => ({ line: (log) => [...args, log], writes: "screen" });

/** Parquet is written into a folder. */
const TABLES = mkdtempSync(join(tmpdir(), "clew-broken-tables-"));
process.once("exit", () => rmSync(TABLES, { recursive: true, force: true }));

/** A page is for a browser, which obeys no control character; what it does with hostile logs is held in `test/page`. */
const NOT_TEXT = new Set(["perfetto", "html"]);
const ROWS = new Set(["csv"]);

/** All that reads a log, with the forms of `export` that there are. */
export async function trials(): Promise<readonly Trial[]> {
  const { stdout } = await runClew("export", "--help");
  const forms = [...(/--to <format>[^(]*\(choices:([^)]*)\)/.exec(stdout)?.[1] ?? "").matchAll(/"([^"]+)"/g)];
  return [
    screen("tree"),
    screen("tree", "-l", "0", "--ascii", "--absolute", "--levels", "--whole-uuids", "--bars"),
    screen("tree", "--width", "40", "--relative", "--color", "always"),
    screen("tree", "--style", "eliot-tree", "-l", "0"),
    screen("tree", "--json"),
    screen("tree", "--failed", "--sort", "duration", "--raw"),
    screen("pretty"),
    screen("pretty", "--compact", "--local-timezone"),
    screen("find", "task~* or duration>0 or x.i!=1"),
    screen("find", "time>1970-01-02 not status=started", "--json"),
    screen("find", "--context", "--select", "message_type || action_type", "type~*"),
    screen("why", "--handled"),
    screen("why", "--json"),
    screen("slow"),
    screen("slow", "--json"),
    screen("stats"),
    screen("stats", "--json"),
    { line: (log) => ["diff", log, log], writes: "screen" },
    { line: (log) => ["diff", "--json", log, log], writes: "screen" },
    ...forms.map(([, form = ""]): Trial => {
      const writes = NOT_TEXT.has(form) ? "bytes" : ROWS.has(form) ? "rows" : "screen";
      return { line: (log) => ["export", "--to", form, ...(form === "parquet" ? ["--out", TABLES] : []), log], writes };
    }),
  ];
}
