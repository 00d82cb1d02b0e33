import { ToldError } from "../told-error.js";

/** What stands in the way of reading at all: a file that is not there, a pattern that fits nothing. */
export class InputError extends ToldError {
  override readonly name = "InputError";
}

/** The sentence for an error of the file system. */
export function cannotRead(path: string, error: unknown): InputError {
  const code = (error as { readonly code?: unknown }).code;
  const why = typeof code === "string" ? (REASONS[code] ?? code) : String(error);
  return new InputError("CLEW_CANNOT_READ", `Cannot read ${JSON.stringify(path)}: ${why}`);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file; check the name",
  EACCES: "this user may not read it; change its mode, or run as its owner",
  EISDIR: "it is a folder",
  EMFILE: "too many files are open; give fewer at once, or raise `ulimit -n`",
  EIO: "the disk failed",
};
