import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

// What is packed, as a program sees that has installed it: the built files, through the package's exports.

const root = fileURLToPath(new URL("..", import.meta.url));

function runScript(script: string): string {
  return execFileSync(process.execPath, ["--input-type=module", "--eval", script], { cwd: root, encoding: "utf8" });
}

describe("the ESM and the CommonJS copy of clew in one process", () => {
  test("share one hub: destinations, context and errors", () => {
    const printed = runScript(`
      import { createRequire } from "node:module";
      import * as esm from "clew";
      const cjs = createRequire(process.cwd() + "/x.js")("clew");
      const lines = [];
      esm.addDestination({ writeLine: (line) => void lines.push(JSON.parse(line)) });
      await esm.withAction("outer", async () => {
        await null;
        await cjs.withAction("inner", async () => { await null; esm.logMessage("innermost"); });
      });
      let error;
      try { cjs.continueTask("rubbish"); } catch (thrown) { error = thrown; }
      console.log(JSON.stringify({
        different: esm.withAction !== cjs.withAction,
        levels: lines.map((line) => line.task_level.join("/")),
        tasks: new Set(lines.map((line) => line.task_uuid)).size,
        instance: error instanceof esm.TaskIdError && error instanceof cjs.TaskIdError,
        ledger: cjs.ledger()[0].logged,
      }));
    `);
    expect(JSON.parse(printed)).toEqual({
      different: true,
      levels: ["1", "2/1", "2/2", "2/3", "3"],
      tasks: 1,
      instance: true,
      ledger: 5,
    });
  });
});

describe.each([
  ["clew", "packages/clew"],
  ["@clew/log", "packages/log"],
])("the exports of %s", (ofPackage, folder) => {
  const { exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  /** The doors that give names; `clew/auto` is imported for what it does. */
  const doors = Object.keys(exports).filter((door) => !["./package.json", "./auto"].includes(door));

  test("refuse deep imports", () => {
    const require = createRequire(join(root, "x.js"));
    expect(() => require(`${ofPackage}/dist/index.js`)).toThrow(/not defined by "exports"/);
    expect(() => require(`${ofPackage}/record`)).toThrow(/not defined by "exports"/);
  });

  test("load as ESM and as CommonJS, with the same names", () => {
    for (const door of doors) {
      const name = `${ofPackage}${door.slice(1)}`;
      const names = runScript(`
        import { createRequire } from "node:module";
        import * as esm from ${JSON.stringify(name)};
        const cjs = createRequire(process.cwd() + "/x.js")(${JSON.stringify(name)});
        console.log(JSON.stringify([Object.keys(esm).sort(), Object.keys(cjs).sort()]));
      `);
      const [esm, cjs] = JSON.parse(names);
      expect(esm, name).toEqual(cjs);
      expect(esm.length, name).toBeGreaterThan(0);
    }
  });

  test("give each name by exactly one door, but for the one that all bridges of services share", () => {
    const givenBy: Record<string, string[]> = {};
    for (const door of doors) {
      const names = runScript(`
        import * as esm from ${JSON.stringify(`${ofPackage}${door.slice(1)}`)};
        console.log(JSON.stringify(Object.keys(esm)));
      `);
      for (const name of JSON.parse(names)) {
        // One name for one thing, whichever framework a program has.
        if (name === "logRequests" && door.startsWith("./bridge/")) continue;
        givenBy[name] = [...(givenBy[name] ?? []), door];
      }
    }
    expect(Object.entries(givenBy).filter(([, by]) => by.length > 1)).toEqual([]);
  });
});

describe("the names of clew", () => {
  test("are the same where there is no Node", () => {
    const names = (condition: string) =>
      execFileSync(
        process.execPath,
        [
          "--input-type=module",
          "--eval",
          `import * as x from ${JSON.stringify(condition)}; console.log(Object.keys(x).sort().join())`,
        ],
        { cwd: root, encoding: "utf8" },
      );
    const portable = new URL("../packages/clew/dist/index.js", import.meta.url).href;
    expect(names(portable)).toBe(names("clew"));
  });
});

describe("the files that are packed", () => {
  test("show in an editor what the reference shows: the comment and an example that imports what it uses", () => {
    const use = join(root, "test/use.mts");
    const names = {
      clew: "withAction",
      "clew/scope": "withScope",
      "clew/render": "shortUuid",
      "clew/bridge/next": "register",
    };
    const text = Object.entries(names).map(([door, name]) => `export { ${name} } from ${JSON.stringify(door)};`);
    const options = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile;
    host.getSourceFile = (name, ...rest) =>
      name === use ? ts.createSourceFile(name, text.join("\n"), ts.ScriptTarget.ES2022) : read(name, ...rest);
    const program = ts.createProgram([use], options, host);
    const checker = program.getTypeChecker();
    const used = checker.getSymbolAtLocation(program.getSourceFile(use) as ts.SourceFile) as ts.Symbol;
    for (const [door, name] of Object.entries(names)) {
      const alias = checker.getExportsOfModule(used).find((each) => each.name === name) as ts.Symbol;
      const symbol = checker.getAliasedSymbol(alias);
      const tags = symbol.getJsDocTags().filter((tag) => tag.name === "example");
      const shown = ts.displayPartsToString([
        ...symbol.getDocumentationComment(checker),
        ...tags.flatMap((tag) => tag.text ?? []),
      ]);
      expect(shown, name).toMatch(/^\w.+/);
      expect(shown, name).toContain(` } from "${door}";`);
    }
  });

  test.each(["js", "cjs"])("tell bundlers which import is none of theirs, as %s", (format) => {
    const code = readFileSync(join(root, `packages/clew/dist/bridge/next.${format}`), "utf8");
    expect(code).toMatch(/import\(\/\* webpackIgnore: true \*\/\s*\/\* turbopackIgnore: true \*\//);
  });
});

describe("the first program of the README", () => {
  const settings: readonly (readonly [string, ts.CompilerOptions])[] = [
    ["nodenext", { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }],
    ["bundler", { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }],
    ["node16, CommonJS", { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 }],
  ];
  const surroundings: readonly (readonly [string, ts.CompilerOptions])[] = [
    ["without Node's and the DOM's types", { lib: ["lib.es2022.d.ts"], types: [] }],
    ["with Node's types", { lib: ["lib.es2022.d.ts"], types: ["node"] }],
    ["with the DOM's types", { lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: [] }],
  ];
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const [, program = ""] = /^```ts\n([\s\S]*?)^```$/m.exec(readme) ?? [];

  for (const [resolution, options] of settings) {
    for (const [types, more] of surroundings) {
      test(`compiles under ${resolution}, ${types}, library checks on`, { timeout: 30_000 }, () => {
        const isCommonJs = resolution.endsWith("CommonJS");
        const folder = join(root, "node_modules/.cache/clew-readme");
        const file = join(
          folder,
          `${resolution}-${types}${isCommonJs ? ".cts" : ".mts"}`.replaceAll(/[^a-z0-9.]+/gi, "-"),
        );
        mkdirSync(folder, { recursive: true });
        // CommonJS has no await at the top level.
        const body = isCommonJs ? program.replaceAll(/^await /gm, "void ") : program;
        const declared =
          types.startsWith("with Node") || types.includes("DOM")
            ? ""
            : "declare const console: { log(...values: unknown[]): void };\n";
        writeFileSync(file, `${body}\n${declared}export {};\n`);
        const compiled = ts.createProgram([file], {
          target: ts.ScriptTarget.ES2022,
          strict: true,
          skipLibCheck: false,
          noEmit: true,
          ...options,
          ...more,
        });
        const errors = ts
          .getPreEmitDiagnostics(compiled)
          .map(({ messageText, file: at }) => `${at?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
        rmSync(file);
        expect(errors).toEqual([]);
      });
    }
  }
});

describe("the packed command", () => {
  test("holds the page that it shows, and the thread that answers", () => {
    const packed = execFileSync("npm", ["pack", "--dry-run", "--json"], {
      cwd: join(root, "packages/cli"),
      encoding: "utf8",
    });
    const [{ files }] = JSON.parse(packed) as [{ readonly files: readonly { readonly path: string }[] }];
    const paths = files.map(({ path }) => path);
    for (const needed of [
      "page/index.html",
      "page/page.js",
      "page/page.css",
      "explain-thread.js",
      "store-program.js",
      "main.js",
    ]) {
      expect(paths).toContain(`dist/${needed}`);
    }
  });
});
