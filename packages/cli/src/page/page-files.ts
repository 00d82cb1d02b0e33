// The page's own files. They are read once, and a request finds one by its whole address or finds none: no path of a
// request ever reaches the file system.

import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../input/index.js";
import { BUILT } from "../places.js";

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

/** By address: `/` is the page itself. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Reads the page, as it was built. */
export async function readPageFiles(folder = fileURLToPath(new URL("page/", BUILT))): Promise<PageFiles> {
  const names = await readdir(folder).catch(() => []);
  const files = new Map<string, PageFile>();
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    files.set(name === "index.html" ? "/" : `/${name}`, { type, bytes: await readFile(join(folder, name)) });
  }
  if (files.has("/")) return files;
  throw new InputError("CLEW_PAGE", `Cannot show a page: it is not in ${folder}; install @clew/cli anew, or build it`);
}
