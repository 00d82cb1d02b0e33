// Patterns of file names, for shells that leave them to us: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for folders.

import { readdir } from "node:fs/promises";
import { isAbsolute, join, sep } from "node:path";

export function isPattern(name: string): boolean {
  return /[*?[{]/.test(name);
}

/** The files that match, sorted. Hidden ones match only where the pattern says so. */
export async function filesMatching(pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for (const plain of withoutBraces(pattern)) {
    const parts = plain.split("/").filter((part) => part !== "");
    for (const file of await walk(isAbsolute(plain) ? sep : "", parts)) found.add(file);
  }
  return [...found].sort();
}

async function walk(root: string, pattern: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const waiting: { readonly folder: string; readonly parts: readonly string[] }[] = [{ folder: root, parts: pattern }];
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    const { folder, parts } = step;
    const [part, ...rest] = parts;
    if (part === undefined) continue;
    if (part === "**") waiting.push({ folder, parts: rest });
    const matches = matcherOf(part === "**" ? "*" : part);
    for (const entry of await readdir(folder === "" ? "." : folder, { withFileTypes: true }).catch(() => [])) {
      if (!matches.test(entry.name)) continue;
      const path = join(folder, entry.name);
      if (part === "**" && entry.isDirectory()) waiting.push({ folder: path, parts });
      else if (rest.length > 0) waiting.push({ folder: path, parts: rest });
      else if (part !== "**" && !entry.isDirectory()) found.push(path);
    }
  }
  return found;
}

function matcherOf(part: string): RegExp {
  const body = part.replaceAll(/\[!?[^\]]+\]|[\s\S]/g, (token) => {
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    if (token.length > 1) return token.replace("[!", "[^").replaceAll("\\", "\\\\");
    return token.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  });
  return new RegExp(`^${part.startsWith(".") ? "" : "(?!\\.)"}${body}$`, "s");
}

/** `a{b,c}d` as `abd` and `acd`. */
function withoutBraces(pattern: string): string[] {
  const braces = /\{([^{}]*)\}/.exec(pattern);
  if (braces === null) return [pattern];
  const [text, choices = ""] = braces;
  return choices.split(",").flatMap((choice) => withoutBraces(pattern.replace(text, () => choice)));
}
