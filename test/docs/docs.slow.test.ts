import { execFile } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, describe, expect, test } from "vitest";
import { type Block, findBlocks, steady } from "./blocks.js";

// Every `ts` block of the README, the docs and the doc comments compiles in strict mode against the built packages
// and runs to its end, in a process and an empty folder of its own.

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Inside the checkout, so that the blocks resolve `clew` as a program that has installed it. */
const cache = join(root, "node_modules/.cache/clew-docs");
const blocks = findBlocks(root).map((block, i) => ({ ...block, path: join(cache, `${i}.mts`) }));

rmSync(cache, { recursive: true, force: true });
mkdirSync(cache, { recursive: true });
for (const { path, code } of blocks) writeFileSync(path, `${code}\nexport {};\n`);

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "clew-docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the ts blocks of the documentation", () => {
  test("compile", { timeout: 60_000 }, () => {
    const options: ts.CompilerOptions = {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts", "lib.esnext.decorators.d.ts"],
      types: ["node"],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
    };
    const program = ts.createProgram(
      blocks.map(({ path }) => path),
      options,
    );
    const errors = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
      const block = blocks.find(({ path }) => path === file?.fileName);
      const line = (block?.line ?? 0) + (file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0);
      return `${block?.file ?? file?.fileName}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
    expect(errors).toEqual([]);
  });

  const byFile = Map.groupBy?.(blocks, ({ file }) => file) ?? group(blocks);
  for (const [file, ofFile] of byFile) {
    test.concurrent(`of ${file} run to their end`, { timeout: 60_000 }, async () => {
      for (const block of ofFile) await runBlock(block);
    });
  }
});

function group(all: readonly (Block & { path: string })[]): Map<string, (Block & { path: string })[]> {
  const groups = new Map<string, (Block & { path: string })[]>();
  for (const block of all) groups.set(block.file, [...(groups.get(block.file) ?? []), block]);
  return groups;
}

async function runBlock({ file, line, code, path, output }: Block & { path: string }): Promise<void> {
  const { outputText } = ts.transpileModule(`${code}\nexport {};\n`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const program = path.replace(/\.mts$/, ".mjs");
  writeFileSync(program, outputText);
  const cwd = mkdtempSync(join(folder, "block-"));
  const { stdout } = await run(process.execPath, [program], { cwd, timeout: 30_000, env: withCommand() }).catch(
    (error: { stderr?: string; message: string }) => {
      throw new Error(`${file}:${line} failed:\n${error.stderr || error.message}`);
    },
  );
  if (output !== undefined) expect(steady(stdout), `${file}:${line}`).toBe(steady(output));
}

/** The environment of a person who has the command on their path. */
function withCommand(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}`,
    NO_COLOR: "1",
    FORCE_COLOR: undefined,
  };
}

describe("the guide", () => {
  /** Prints what it says in the folder that it says: a clone, or one with a copy of a log. */
  async function shows(guide: string, cwd: string): Promise<void> {
    const page = readFileSync(join(root, "docs/guides", guide), "utf8");
    const shown = [...page.matchAll(/^```sh\n(.*)\n```\n\n```text\n([\s\S]*?)^```$/gm)];
    expect(shown.length).toBeGreaterThan(4);
    for (const [, command = "", output] of shown) {
      const { stdout } = await run("bash", ["-c", command], { cwd, env: withCommand() });
      expect(stdout.replaceAll(/ +$/gm, ""), command).toBe(output);
    }
  }

  test("to reading logs shows what its commands print", () => shows("reading-logs.md", root));

  test("to SQL shows what its commands print", async () => {
    const cwd = mkdtempSync(join(folder, "query-"));
    copyFileSync(join(root, "fixtures/clew/story/order.log"), join(cwd, "order.log"));
    await shows("query-a-log.md", cwd);
  });
});

describe("a path that ARCHITECTURE.md names", () => {
  test("exists", () => {
    const text = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
    const paths = [...text.matchAll(/`((?:packages|test|docs|bench|examples|scripts|fixtures)\/[^`\s*{]+)`/g)];
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.map(([, path]) => path as string).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe("a link in the documentation", () => {
  test("leads to a file that exists", () => {
    const pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
    for (const page of readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })) {
      if (page.endsWith(".md")) pages.push(`docs/${page}`);
    }
    const broken = pages.flatMap((page) =>
      [...readFileSync(join(root, page), "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, target]) => target as string)
        .filter((target) => !existsSync(join(root, dirname(page), target)))
        .map((target) => `${page} -> ${target}`),
    );
    expect(broken).toEqual([]);
  });
});

describe("a page of the documentation", () => {
  test("is listed in the index", () => {
    const index = readFileSync(join(root, "docs/README.md"), "utf8");
    const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
      .filter((page) => page.endsWith(".md") && page !== "README.md" && !page.startsWith("decisions/0"))
      .map((page) => page.replaceAll("\\", "/"));
    expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([]);
  });
});
