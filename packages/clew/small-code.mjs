// A plugin of the build: what is packed is small and can still be read in a stack. Spaces and the names of variables and of
// private fields go; the names of functions, methods, classes and properties stay, and statements stand in lines, for Node prints the line in which a
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

/** The rooms that read logs, or only send what is logged: no function of a program is called from there, so that none of theirs stands in its stacks. */
const READER = /[\\/]src[\\/](?:parse|render|explain|live|otlp|monitor)[\\/]/;

export function smallCode() {
  return {
    name: "small-code",
    /** @param {unknown} _ @param {Record<string, { type: string, code?: string, moduleIds?: readonly string[] }>} bundle */
    generateBundle(_, bundle) {
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type !== "chunk" || !/\.c?js$/.test(name)) continue;
        const module = name.endsWith(".js");
        const isReader = chunk.moduleIds?.every((id) => READER.test(id)) === true;
        const names = isReader ? SMALL : READABLE;
        const { code, errors } = minifySync(name, withoutGetters(String(chunk.code)), { ...names, module });
        if (errors.length > 0) throw errors[0];
        chunk.code = inLines(
          withShortFields(withDirections(code, String(chunk.code), module), module, isReader),
          module,
        );
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

/** What bundlers are told of an import, which minifying takes for a comment like any other. */
const DIRECTIONS = /^import\(((?:\s*\/\*\s*(?:webpack|turbopack|@vite-)\w+[^*]*\*\/)+)/;

/**
 * The code with the directions of its imports, which are the same in the same order.
 *
 * @param {string} code @param {string} before @param {boolean} module
 */
function withDirections(code, before, module) {
  const directions = importsIn(before, module).map((start) => DIRECTIONS.exec(before.slice(start))?.[1]);
  if (directions.every((each) => each === undefined)) return code;
  const starts = importsIn(code, module);
  if (starts.length !== directions.length)
    throw new Error("Minifying left out an import: its directions have no place");
  return starts.reduceRight((text, start, i) => {
    const at = start + "import(".length;
    return text.slice(0, at) + (directions[i] ?? "").replaceAll(/\s+(?=\/)/g, "") + text.slice(at);
  }, code);
}

/** Where dynamic imports begin. @param {string} code @param {boolean} module */
function importsIn(code, module) {
  /** @type {number[]} */
  const starts = [];
  for (const node of nodesOf(code, module)) if (node.type === "ImportExpression") starts.push(node.start);
  return starts.sort((one, other) => one - other);
}

/** @param {string} code @param {boolean} module */
function* nodesOf(code, module) {
  const { program } = parseSync("a.js", code, { sourceType: module ? "module" : "commonjs" });
  const open = [program];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    for (const child of Object.values(node)) {
      for (const each of Array.isArray(child) ? child : [child]) if (typeof each?.type === "string") open.push(each);
    }
  }
}

/**
 * The code with short names of private fields: they stand in no stack, and cost as much as the examples in the declarations.
 *
 * @param {string} code @param {boolean} module @param {boolean} [methods] whether private methods lose their names too
 */
export function withShortFields(code, module, methods = false) {
  const found = [];
  const kept = new Set();
  for (const node of nodesOf(code, module)) {
    if (node.type === "PrivateIdentifier") found.push(node);
    if (!methods && node.type === "MethodDefinition" && node.key.type === "PrivateIdentifier") kept.add(node.key.name);
  }
  const counts = new Map();
  for (const { name } of found) counts.set(name, (counts.get(name) ?? 0) + 1);
  // One name for one name: which class it belongs to need not be known.
  const shorter = new Map();
  let next = 0;
  for (const [name] of [...counts].sort(([, one], [, other]) => other - one)) {
    if (kept.has(name)) continue;
    let short = shortName(next++);
    while (kept.has(short)) short = shortName(next++);
    shorter.set(name, short);
  }
  let text = "";
  let at = 0;
  for (const { name, start, end } of found.sort((one, other) => one.start - other.start)) {
    text += `${code.slice(at, start)}#${shorter.get(name) ?? name}`;
    at = end;
  }
  return text + code.slice(at);
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$";

/** @param {number} n @returns {string} */
function shortName(n) {
  const letter = LETTERS[n % LETTERS.length] ?? "";
  return n < LETTERS.length ? letter : shortName(Math.floor(n / LETTERS.length) - 1) + letter;
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
  for (const { body } of nodesOf(code, module))
    if (Array.isArray(body)) for (const each of body) starts.add(each.start);
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
