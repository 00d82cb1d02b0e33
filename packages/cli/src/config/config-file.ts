// Defaults of one's own: a JSON object whose keys are the long options of a command, in camel case, and
// `themeOverrides`. What the command line says counts more; a file named with `--config` replaces the one at home.

import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ToldError } from "../told-error.js";

/** A configuration could not be used. */
export class ConfigError extends ToldError {
  override readonly name = "ConfigError";

  constructor(message: string) {
    super("CLEW_CONFIG", message);
  }
}

export interface Config {
  /** The file that it was read from. */
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The places at which a configuration is looked for when none is named. */
function defaultConfigPath(env: Environment): string {
  const folder = env.XDG_CONFIG_HOME;
  return join(folder === undefined || folder === "" ? join(homedir(), ".config") : folder, "clew", "config.json");
}

/** Reads the named file, or the one at home, which need not be there. Throws a `ConfigError`. */
export function readConfig(named: string | undefined, env: Environment): Config {
  const path = named ?? defaultConfigPath(env);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (named === undefined && (code === "ENOENT" || code === "ENOTDIR")) return { path, values: {} };
    throw new ConfigError(`Cannot read the configuration ${JSON.stringify(path)}: ${code ?? error}`);
  }
  return { path, values: parseConfig(text, path) };
}

function parseConfig(text: string, path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(
      `Cannot use the configuration ${JSON.stringify(path)}: it is not JSON: ${(error as Error).message}`,
    );
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ConfigError(`Cannot use the configuration ${JSON.stringify(path)}: it must be a JSON object.`);
}
