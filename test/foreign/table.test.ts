import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { DIALECTS } from "../../packages/cli/src/input/dialects/index.js";
import { DOCUMENT_FORMS } from "../../packages/cli/src/input/documents/index.js";
import { WRAPPERS } from "../../packages/cli/src/input/wrappers/index.js";

const page = readFileSync(fileURLToPath(new URL("../../docs/reference/what-can-be-read.md", import.meta.url)), "utf8");

function rows(list: readonly (readonly [string, string])[]): string {
  return list.map(([name, text]) => `- ${name}: ${text}`).join("\n");
}

test("the page of what can be read lists what is read, in the order in which it is tried", () => {
  const code = (text: string) => `\`${text}\``;
  expect(page).toContain(rows(WRAPPERS.map(({ kind, example }) => [code(kind), code(example)])));
  expect(page).toContain(rows(DIALECTS.map(({ name, example }) => [code(`clew:${name}`), code(example)])));
  expect(page).toContain(rows(DOCUMENT_FORMS.map(({ name, by }) => [name, by])));
});
