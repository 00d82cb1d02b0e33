import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Imports a file of `@nestjs/core`, as the program has it. Where this package is a link, as in a workspace, Nest is not
 * found from here, and is looked for from the program's main file and its folder.
 */
export async function importNest(file: "" | "/exceptions/exceptions-handler.js"): Promise<Record<string, never>> {
  const name = `@nestjs/core${file}`;
  try {
    return await import(name);
  } catch (error) {
    for (const place of [process.argv[1], join(process.cwd(), "main.js")]) {
      if (place === undefined) continue;
      try {
        return await import(pathToFileURL(createRequire(place).resolve(name)).href);
      } catch {
        // Not there either.
      }
    }
    throw error;
  }
}
