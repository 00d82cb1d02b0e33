// A plugin of the build: what is packed is small and can still be read in a stack. Spaces and the names of local variables
// go; the names of functions, classes and properties stay, and each statement stands in a line of its own, so that the
// place of an error is exact, and Node, which prints the line in which a program failed, prints a statement and no file.
import { minifySync, parseSync } from "rolldown/utils";

/** @type {import("rolldown").MinifyOptions} */
export const READABLE = {
  compress: { keepNames: { function: true, class: true } },
  mangle: { toplevel: false, keepNames: { function: true, class: true } },
  codegen: { removeWhitespace: true },
};

export function smallCode() {
  return {
    name: "small-code",
    /** @param {unknown} _ @param {Record<string, { type: string, code?: string }>} bundle */
    generateBundle(_, bundle) {
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type !== "chunk" || !/\.c?js$/.test(name)) continue;
        const module = name.endsWith(".js");
        const { code, errors } = minifySync(name, String(chunk.code), { ...READABLE, module });
        if (errors.length > 0) throw errors[0];
        chunk.code = inLines(code, module);
      }
    },
  };
}

/** A new line before each statement and each member of a class, between which it has no meaning. @param {string} code @param {boolean} module */
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
  const places = [...starts].filter((at) => at > 0).sort((one, other) => one - other);
  return [0, ...places].map((at, index) => code.slice(at, places[index])).join("\n");
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
