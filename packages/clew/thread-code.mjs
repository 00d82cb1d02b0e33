// A plugin of the build and of the tests: `import code from "./file-thread.js?code"` is the text of that file with all that it
// imports. So the code of a thread stands within whatever starts it, and a bundler that makes a single file of a program
// need not know that there are threads.
import { basename, dirname, join } from "node:path";
import { rolldown } from "rolldown";
import { READABLE } from "./small-code.mjs";

const QUERY = "?code";

export function threadCode() {
  /** What was made already: each format of the build asks for the same. @type {Map<string, ReturnType<typeof codeOf>>} */
  const made = new Map();
  return {
    name: "thread-code",
    /** @param {string} specifier @param {string | undefined} importer */
    resolveId(specifier, importer) {
      if (!specifier.endsWith(QUERY) || importer === undefined) return null;
      return join(dirname(importer), specifier.slice(0, -QUERY.length).replace(/\.js$/, ".ts")) + QUERY;
    },
    /** @param {string} id */
    async load(id) {
      if (!id.endsWith(QUERY)) return null;
      if (!made.has(id)) made.set(id, codeOf(id.slice(0, -QUERY.length)));
      const { code, files } = await made.get(id);
      for (const file of files) this.addWatchFile(file);
      return `export default ${JSON.stringify(code)};`;
    },
    watchChange() {
      made.clear();
    },
  };
}

/** @param {string} file */
async function codeOf(file) {
  const checks = { pluginTimings: false };
  const bundle = await rolldown({ input: file, platform: "node", plugins: [threadCode()], checks });
  // In one piece, for a text has no file beside it. The names stay: they are read in stacks.
  const { output } = await bundle.generate({
    format: "iife",
    codeSplitting: false,
    globals: nameOf,
    minify: READABLE,
  });
  const files = await bundle.watchFiles;
  await bundle.close();
  const [{ code, imports }] = output;
  return { code: `${started(code, imports)}\n//# sourceURL=clew/${basename(file, ".ts")}`, files };
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
