// A plugin of the build and of the tests: `import code from "./file-thread.js?code"` is the text of that file with all that it
// imports. So the code of a thread comes with whatever starts it, and a bundler that makes a single file of a program need
// not know that there are threads.
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { rolldown } from "rolldown";
import { SMALL, withShortFields } from "./small-code.mjs";

const QUERY = "?code";

/** A text that is shorter is carried by each format itself: for a module to load a file of CommonJS takes some milliseconds. */
const LEAST_SHARED = 6_000;

/**
 * @param {{ sharedIn?: string }} [options] `sharedIn`: a folder, beside the chunks, for files that hold the texts and that both
 * formats of the package load, so that it carries each text once
 */
export function threadCode({ sharedIn } = {}) {
  /** What was made already: each format of the build asks for the same. @type {Map<string, ReturnType<typeof codeOf>>} */
  const made = new Map();
  return {
    name: "thread-code",
    /** @param {string} specifier @param {string | undefined} importer */
    resolveId(specifier, importer) {
      if (sharedIn !== undefined && specifier.startsWith(`./${sharedIn}/`)) return { id: specifier, external: true };
      if (!specifier.endsWith(QUERY) || importer === undefined) return null;
      return join(dirname(importer), specifier.slice(0, -QUERY.length).replace(/\.js$/, ".ts")) + QUERY;
    },
    /** @this {any} @param {string} id */
    async load(id) {
      if (!id.endsWith(QUERY)) return null;
      if (!made.has(id)) made.set(id, codeOf(id.slice(0, -QUERY.length)));
      const { code, files } = await made.get(id);
      for (const file of files) this.addWatchFile(file);
      if (sharedIn === undefined || code.length < LEAST_SHARED) return `export default ${JSON.stringify(code)};`;
      const { fileName, source, loaded } = sharedFile(join(sharedIn, basename(id, `.ts${QUERY}`)), code);
      this.emitFile({ type: "asset", fileName, source });
      return loaded;
    },
    watchChange() {
      made.clear();
    },
  };
}

/**
 * A file that has no format: an import, a `require` and every bundler, with or without what it needs for CommonJS, run it for
 * what it does, which is to leave the text where the module that loads it takes it. The place is the text's own, so that two
 * versions of the package in a program do not take each other's.
 *
 * @param {string} path of the file, without its end @param {string} code
 */
function sharedFile(path, code) {
  const fileName = `${path}.cjs`;
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 12);
  const place = `globalThis[Symbol.for("clew/${basename(path)}/${hash}")]`;
  const loaded = `import "./${fileName}";\nexport default ${place};`;
  return { fileName, source: `${place}=${JSON.stringify(code)};\n`, loaded };
}

/** @param {string} file */
async function codeOf(file) {
  const checks = { pluginTimings: false };
  const bundle = await rolldown({ input: file, platform: "node", plugins: [threadCode()], checks });
  // In one piece, for a text has no file beside it. A program's own functions are in files of their own, and keep their names.
  const { output } = await bundle.generate({
    format: "iife",
    codeSplitting: false,
    globals: nameOf,
    minify: SMALL,
  });
  const files = await bundle.watchFiles;
  await bundle.close();
  const [{ code, imports }] = output;
  return {
    code: `${started(withShortFields(code, false, true), imports)}\n//# sourceURL=clew/${basename(file, ".ts")}`,
    files,
  };
}

/**
 * Node takes the text of a thread as a script, or as a module where the program was started with `--input-type=module`. Only
 * `import()` is in both. Run in a turn of its own, so that what it throws is an error of the thread and no rejection.
 *
 * @param {string} code @param {readonly string[]} imports
 */
function started(code, imports) {
  const loads = imports.map((id) => `import(${JSON.stringify(id)})`);
  return `Promise.all([${loads}]).then(([${imports.map(nameOf)}])=>{setImmediate(()=>{${code}})});`;
}

/** @param {string} id such as `node:fs` */
function nameOf(id) {
  return id.replaceAll(/\W/g, "_");
}
