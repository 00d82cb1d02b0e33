/** A file that a program loads, as one of a known package. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { shared } from "../../record/index.js";
import { LIBRARIES, type Patch } from "../libraries/index.js";
import { partOf, warnOfLeftAlone } from "../part.js";
import { describe } from "../traced-call.js";

const FOLDER = "/node_modules/";

/** The packages by their folders: whether they are to be left alone, asked once. */
const isLeftAlone = new Map<string, boolean>();
/** What each file gave, once patched: a copy of this package must not patch it again. */
const patched = shared("instrument.patched", () => new WeakSet<object>());

/** The patch of a file, by its path; `undefined` where there is none, or where the package is to be left alone. */
export function patchOf(path: string): Patch | undefined {
  const at = path.lastIndexOf(FOLDER);
  if (at < 0) return undefined;
  const rest = path.slice(at + FOLDER.length);
  const parts = rest.split("/");
  const name = rest.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
  const library = Object.hasOwn(LIBRARIES, name) ? LIBRARIES[name] : undefined;
  if (library === undefined || partOf(library.part).users === 0) return undefined;
  const folder = path.slice(0, at + FOLDER.length) + name;
  let left = isLeftAlone.get(folder);
  if (left === undefined) {
    left = isUnknown(folder, name);
    isLeftAlone.set(folder, left);
  }
  const file = rest.slice(name.length + 1);
  return left || !Object.hasOwn(library.files, file) ? undefined : library.files[file];
}

/** Gives a file's exports to its patch, once. */
export function patchExports(path: string, exports: unknown): void {
  const patch = patchOf(path);
  if (patch === undefined) return;
  const key = keyOf(exports);
  if (key === undefined || patched.has(key)) return;
  patched.add(key);
  try {
    patch(exports as never);
  } catch (error) {
    warnOfLeftAlone(path.slice(path.lastIndexOf(FOLDER) + FOLDER.length), describe(error));
  }
}

function keyOf(exports: unknown): object | undefined {
  return (typeof exports === "object" && exports !== null) || typeof exports === "function" ? exports : undefined;
}

function isUnknown(folder: string, name: string): boolean {
  const library = LIBRARIES[name];
  if (library === undefined) return true;
  try {
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { readonly version: string };
    const major = Number.parseInt(version, 10);
    if (!library.majors.includes(major)) {
      warnOfLeftAlone(`${name} ${version}`, `versions ${library.majors.join(", ")} are known`);
      return true;
    }
    const { needs } = library;
    if (needs !== undefined && !existsSync(join(folder, needs.file))) {
      warnOfLeftAlone(`${name} ${version}`, needs.why);
      return true;
    }
    const isThere = Object.keys(library.files).some((file) => existsSync(join(folder, file)));
    // Express 5 has its router in another package.
    if (!isThere && !(name === "express" && major === 5)) {
      warnOfLeftAlone(`${name} ${version}`, `it has none of ${Object.keys(library.files).join(", ")}`);
      return true;
    }
    return false;
  } catch (error) {
    warnOfLeftAlone(name, describe(error));
    return true;
  }
}
