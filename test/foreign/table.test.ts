// The page of what can be read has its lists from the code. `CLEW_WRITE_TABLES=1` writes them anew.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { DIALECTS } from "../../packages/cli/src/input/dialects/index.js";
import { DOCUMENT_FORMS } from "../../packages/cli/src/input/documents/index.js";
import { WRAPPERS } from "../../packages/cli/src/input/wrappers/index.js";

const file = fileURLToPath(new URL("../../docs/reference/what-can-be-read.md", import.meta.url));
const page = readFileSync(file, "utf8");

const code = (text: string) => `\`${text}\``;
const rows = (list: readonly (readonly [string, string])[]) =>
  list.map(([name, text]) => `- ${name}: ${text}`).join("\n");

const LISTS: Readonly<Record<string, string>> = {
  "What carries a line": rows(WRAPPERS.map(({ kind, example }) => [code(kind), code(example)])),
  "Who wrote it": rows(DIALECTS.map(({ name, example }) => [code(`clew:${name}`), code(example)])),
  Documents: rows(DOCUMENT_FORMS.map(({ name, by }) => [name, by])),
};

/** The page with other lists under the headings. */
function withLists(text: string): string {
  let written = text;
  for (const [heading, list] of Object.entries(LISTS)) {
    const start = written.indexOf("\n- ", written.indexOf(`## ${heading}\n`)) + 1;
    written = `${written.slice(0, start)}${list}${written.slice(written.indexOf("\n\n", start))}`;
  }
  return written;
}

test("the page of what can be read lists what is read, in the order in which it is tried", () => {
  if (process.env.CLEW_WRITE_TABLES !== undefined) writeFileSync(file, withLists(page));
  else expect(page).toBe(withLists(page));
});
