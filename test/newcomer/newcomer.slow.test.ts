import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { steady } from "../docs/blocks.js";

// A newcomer: an empty folder, the packed packages, and nothing but what README and tutorial say.

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clew-newcomer-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tarballs: Record<string, string> = {};
const options = { encoding: "utf8", env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined } } as const;

beforeAll(() => {
  for (const [name, path] of [
    ["clew", "packages/clew"],
    ["@clew/log", "packages/log"],
    ["@clew/cli", "packages/cli"],
  ] as const) {
    const args = ["pack", "--silent", "--pack-destination", folder];
    tarballs[name] = join(folder, execFileSync("npm", args, { ...options, cwd: join(root, path) }).trim());
  }
}, 60_000);

/** Runs a line as written, but that the packages are installed from what was packed here. */
function shell(line: string, cwd: string): { readonly status: number | null; readonly stdout: string } {
  const command = line.replace(/ #.*$/, "").replace(/^npm install .*$/, (install) =>
    // The command needs the library of the same version, which no registry has yet.
    install.replace(
      /(?<= )(@clew\/cli|clew)$/,
      (name) => `${tarballs[name]} ${tarballs.clew} ${tarballs["@clew/log"]}`,
    ),
  );
  const { status, stdout } = spawnSync("bash", ["-c", command], { ...options, cwd });
  return { status, stdout };
}

describe("the tutorial of a first tree", () => {
  const page = readFileSync(join(root, "docs/tutorial/first-tree.md"), "utf8");
  const program = /^```js\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
  const shown = /^```text\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
  const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) => block.trim().split("\n"));

  test("can be followed word by word, and shows what it says", { timeout: 120_000 }, () => {
    const cwd = join(folder, "first-tree");
    const [first, ...rest] = lines;
    expect(first).toBe("mkdir first-tree && cd first-tree");
    mkdirSync(cwd);
    writeFileSync(join(cwd, "pancakes.mjs"), program);
    for (const line of rest) {
      const { status, stdout } = shell(line, cwd);
      expect(status, line).toBe(0);
      if (line === "npx clew tree pancakes.log") expect(steady(stdout)).toBe(steady(shown));
    }
  });
});

describe("the first program of the README", () => {
  test("runs from the packed packages, and clew tree prints the tree below it", { timeout: 120_000 }, () => {
    const cwd = join(folder, "readme");
    mkdirSync(cwd);
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const program = /^```ts\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? "";
    const shown = /^```text\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? "";
    writeFileSync(join(cwd, "app.mjs"), program);
    expect(shell("npm init -y", cwd).status).toBe(0);
    expect(shell("npm install clew", cwd).status).toBe(0);
    expect(shell("npm install -D @clew/cli", cwd).status).toBe(0);
    expect(shell("node app.mjs", cwd).status).toBe(0);
    const { status, stdout } = shell("npx clew tree app.log", cwd);
    expect(status).toBe(0);
    expect(steady(stdout)).toBe(steady(shown));
    expect(shell("npx clew demo", cwd).status).toBe(0);
  });
});
