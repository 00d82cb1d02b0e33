/**
 * Hears of each known file when it is loaded, before anybody has what it gives. CommonJS goes through one method of
 * Node's, which hands over what the file gave. A module gets a line at its end, which imports the module itself: no
 * parser, no proxies, and its lines keep their numbers.
 */

import Module, { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { shared } from "../../record/index.js";
import { LIBRARIES, patchNodeSqlite } from "../libraries/index.js";
import { partOf, warnOfLeftAlone } from "../part.js";
import { describe } from "../traced-call.js";
import { hasKnownModules } from "./has-known-modules.js";
import { patchExports, patchOf } from "./known-file.js";

/** The name under which the line at a module's end finds its way back. */
const TOLD = "clew.instrument.1";

interface Loaded {
  readonly format?: string | null;
  readonly source?: unknown;
}

interface Hooks {
  readonly load?: (url: string, context: object, next: (url: string, context: object) => Loaded) => Loaded;
  readonly resolve?: (
    specifier: string,
    context: object,
    next: (specifier: string, context: object) => object,
  ) => object;
}

/** What Node has beyond what its types say. */
interface Loader {
  readonly prototype: { _compile(this: { readonly exports: unknown }, ...args: unknown[]): unknown };
  readonly registerHooks?: (hooks: Hooks) => unknown;
  readonly register?: (url: string) => void;
  readonly _cache: { readonly [path: string]: { readonly exports?: unknown; readonly loaded?: boolean } | undefined };
}

const state = shared("instrument.loading", () => ({ isWatching: false }));

/** Begins to watch, once a process. Only Node tells what it loads in a way that programs survive. */
export function watchLoading(): void {
  const { versions } = process as { readonly versions: Readonly<Record<string, string | undefined>> };
  if (state.isWatching || versions.bun !== undefined || versions.deno !== undefined) return;
  state.isWatching = true;
  const loader = Module as unknown as Loader;
  try {
    const key = Symbol.for(TOLD);
    (globalThis as { [key: symbol]: unknown })[key] = (url: string, exports: unknown) =>
      patchExports(pathOf(url), exports);
    watchCommonJs(loader);
    watchModules(loader);
    patchLoaded(loader);
  } catch (error) {
    warnOfLeftAlone("what is loaded from packages", describe(error));
  }
}

function watchCommonJs({ prototype }: Loader): void {
  const { _compile: compile } = prototype;
  prototype._compile = function (...args) {
    const result = compile.apply(this, args);
    const [, path] = args;
    if (typeof path === "string") patchExports(plain(path), this.exports);
    return result;
  };
}

function watchModules(loader: Loader): void {
  if (loader.registerHooks !== undefined && hasSoundHooks()) {
    loader.registerHooks({
      resolve(specifier, context, next) {
        if (specifier === "node:sqlite") patchSqlite();
        return next(specifier, context);
      },
      load(url, context, next) {
        const loaded = next(url, context);
        if (loaded.format !== "module" || loaded.source === undefined || loaded.source === null) return loaded;
        if (patchOf(pathOf(url)) === undefined) return loaded;
        return { ...loaded, source: textOf(loaded.source) + lineFor(url) };
      },
    });
    return;
  }
  // An older Node runs such hooks in a thread of its own, which knows the files by a list. It takes as long to start as all
  // the rest, and is left out where nothing is installed that it could find.
  if (hasKnownModules()) loader.register?.(`data:text/javascript,${encodeURIComponent(threadSource())}`);
}

/** Hooks on the same thread are sound for CommonJS from these versions on. */
function hasSoundHooks(): boolean {
  const [major = 0, minor = 0, patch = 0] = process.versions.node.split(".").map(Number);
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 3);
  if (major === 24) return minor > 11 || (minor === 11 && patch >= 1);
  return major === 25 ? minor >= 1 : major > 25;
}

function lineFor(url: string): string {
  const tell = `globalThis[Symbol.for("${TOLD}")]?.(${JSON.stringify(url)}, clewSelf);`;
  return `\n;import * as clewSelf from ${JSON.stringify(url)}; ${tell}\n`;
}

/**
 * CommonJS is never given a source there: older versions would then load it in another way. Of each known package the first
 * file is told of too, so that one whose files are elsewhere is said to be left alone.
 */
function threadSource(): string {
  const files = Object.entries(LIBRARIES).flatMap(([name, { files }]) =>
    Object.keys(files).map((file) => `${name}/${file}`),
  );
  return `
    const files = new Set(${JSON.stringify(files)});
    const names = new Set(${JSON.stringify(Object.keys(LIBRARIES))});
    const seen = new Set();
    const isFirst = (place, rest) => {
      const name = /^(?:@[^/]+\\/)?[^/]+/.exec(rest)?.[0];
      const folder = place + name;
      return names.has(name) && !seen.has(folder) && seen.add(folder);
    };
    export async function load(url, context, next) {
      const loaded = await next(url, context);
      const at = url.lastIndexOf("/node_modules/") + 14;
      if (loaded.format !== "module" || at < 14 || loaded.source == null) return loaded;
      const rest = url.slice(at);
      if (!files.has(rest) && !isFirst(url.slice(0, at), rest)) return loaded;
      const text = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
      const tell = 'globalThis[Symbol.for(${JSON.stringify(TOLD)})]?.(' + JSON.stringify(url) + ', clewSelf);';
      return { ...loaded, source: text + "\\n;import * as clewSelf from " + JSON.stringify(url) + "; " + tell + "\\n" };
    }
  `;
}

/** What CommonJS has loaded already, when a program asks late. Modules that are loaded are out of reach. */
function patchLoaded({ _cache: cache }: Loader): void {
  for (const [path, module] of Object.entries(cache)) {
    if (module?.loaded) patchExports(plain(path), module.exports);
  }
}

function patchSqlite(): void {
  const part = partOf("sqlite");
  if (part.users === 0 || part.isInstalled) return;
  part.isInstalled = true;
  try {
    patchNodeSqlite(createRequire(import.meta.url)("node:sqlite"));
  } catch (error) {
    warnOfLeftAlone("node:sqlite", describe(error));
  }
}

function textOf(source: unknown): string {
  return typeof source === "string" ? source : new TextDecoder().decode(source as Uint8Array);
}

function pathOf(url: string): string {
  return url.startsWith("file:") ? plain(fileURLToPath(url)) : url;
}

function plain(path: string): string {
  return path.replaceAll("\\", "/");
}
