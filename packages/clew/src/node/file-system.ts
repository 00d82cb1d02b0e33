import fs from "node:fs";

/** The file calls that a log is written with, so that a test can make each of them fail. */
export type FileSystem = Pick<
  typeof fs,
  "openSync" | "writeSync" | "readSync" | "fstatSync" | "closeSync" | "statSync" | "renameSync" | "unlinkSync"
> & {
  /** The names in a folder. */
  readdirSync(folder: string): string[];
};

/** Node's. Looked up at each call, so that whoever replaces a function of `node:fs` replaces it here too. */
export const nodeFileSystem: FileSystem = fs;
