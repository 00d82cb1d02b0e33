import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The codes in the sources: every "CLEW_…" in quotes, but for the names of environment variables. */
function codesInSources(): string[] {
  const codes = new Set<string>();
  for (const folder of ["packages/clew/src", "packages/log/src", "packages/cli/src"]) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
      const text = readFileSync(join(root, folder, file), "utf8");
      for (const [, code] of text.matchAll(/"(CLEW_[A-Z_]+)"/g)) codes.add(code as string);
    }
  }
  return [...codes].sort();
}

test("every error code of the sources stands in the reference of errors, and no other", () => {
  const reference = readFileSync(join(root, "docs/reference/errors.md"), "utf8");
  const documented = [...reference.matchAll(/^## (CLEW_[A-Z_]+)$/gm)].map(([, code]) => code as string);
  expect(documented.sort()).toEqual(codesInSources());
});
