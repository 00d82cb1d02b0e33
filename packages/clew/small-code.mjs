// A plugin of the build: what is packed is small and can still be read in a stack. Spaces and the names of variables go; the
// names of functions, classes and properties stay, and statements stand in lines, for Node prints the line in which a
// program failed, and that must not be a file.
import { minifySync, parseSync } from "rolldown/utils";

/** @param {boolean} functions whether they keep their names @returns {import("rolldown").MinifyOptions} */
const namesOf = (functions) => ({
  compress: { keepNames: { function: functions, class: true } },
  mangle: { toplevel: true, keepNames: { function: functions, class: true } },
  codegen: { removeWhitespace: true },
});

const READABLE = namesOf(true);

/** For code in which nobody looks for a place. The names of classes stay, for errors are told by them. */
export const SMALL = namesOf(false);

export function smallCode() {
  return {
    name: "small-code",
    /** @param {unknown} _ @param {Record<string, { type: string, code?: string }>} bundle */
    generateBundle(_, bundle) {
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type !== "chunk" || !/\.c?js$/.test(name)) continue;
        const module = name.endsWith(".js");
        const { code, errors } = minifySync(name, withoutGetters(String(chunk.code)), { ...READABLE, module });
        if (errors.length > 0) throw errors[0];
        chunk.code = inLines(code, module);
      }
    },
  };
}

/** What one chunk of CommonJS gives to another is given as it is, where it is never assigned anew. @param {string} code */
function withoutGetters(code) {
  const getter =
    /^Object\.defineProperty\(exports, (['"])(.+)\1, \{\s*enumerable: true,\s*get: function\(\) \{\s*return ([\w$]+);\s*\}\s*\}\);$/gm;
  return code.replaceAll(getter, (whole, _, name, local) =>
    new RegExp(
      `^(?:const|function|async function|class|function\\*|async function\\*) ?${local.replaceAll("$", "\\$")}\\b`,
      "m",
    ).test(code) || new RegExp(`^var ${local} = class`, "m").test(code)
      ? `exports.${name} = ${local};`
      : whole,
  );
}

/** How long a line gets before a new one is begun. */
const LINE = 160;

/**
 * New lines before statements and members of classes, where they have no meaning.
 *
 * @param {string} code @param {boolean} module
 */
function inLines(code, module) {
  /** @type {Set<number>} */
  const starts = new Set();
  const { program } = parseSync("a.js", code, { sourceType: module ? "module" : "commonjs" });
  const open = [program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (Array.isArray(node.body)) for (const each of node.body) starts.add(each.start);
    for (const child of Object.values(node)) {
      for (const each of Array.isArray(child) ? child : [child]) if (typeof each?.type === "string") open.push(each);
    }
  }
  const lines = [];
  let begun = 0;
  let before = 0;
  for (const at of [...starts, code.length].sort((one, other) => one - other)) {
    if (at - begun > LINE && before > begun) {
      lines.push(code.slice(begun, before));
      begun = before;
    }
    before = at;
  }
  return [...lines, code.slice(begun)].join("\n");
}

/** For each door of the package, declarations of ESM that give what those of CommonJS declare: they are carried once. */
export function declarationsOnce(/** @type {readonly string[]} */ doors) {
  return {
    name: "declarations-once",
    /** @this {{ emitFile(file: { type: "asset", fileName: string, source: string }): void }} */
    generateBundle() {
      for (const door of doors) {
        const source = `export * from "./${door.replace(/^.*\//, "")}.cjs";\n`;
        this.emitFile({ type: "asset", fileName: `${door}.d.ts`, source });
      }
    },
  };
}
