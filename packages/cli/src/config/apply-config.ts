import type { Command, Option } from "commander";
import { type Config, ConfigError, readConfig } from "./config-file.js";

/** Keys that a configuration may hold beside the options of a command. */
const THEME_OVERRIDES = "themeOverrides";
/** Options that make no sense as a default. */
const NOT_FOR_CONFIG = new Set(["config", "showConfig", "task", "filter", "select", "since", "until"]);

/** Options that one command has and another has not; a configuration is for all of them. */
const OF_SOME_COMMANDS = new Set([
  ...["failed", "minDuration", "sort", "depth", "style", "json", "context", "count", "lines", "footer"],
  ...["relative", "absolute", "bars", "levels", "colorTree"],
]);

/** Gives a command the options of the configuration that its command line left open. Throws a `ConfigError`. */
export function applyConfig(command: Command): void {
  const config = readConfig(command.getOptionValue("config") as string | undefined, process.env);
  for (const [key, value] of Object.entries(config.values)) {
    if (key === THEME_OVERRIDES) {
      command.setOptionValueWithSource(key, value, "config");
      continue;
    }
    const options = command.options.filter((option) => option.attributeName() === key && !NOT_FOR_CONFIG.has(key));
    if (options.length === 0 && OF_SOME_COMMANDS.has(key)) continue;
    if (options.length === 0)
      throw refuse(config, `it has no option ${JSON.stringify(key)}; there are ${known(command)}`);
    const source = command.getOptionValueSource(key);
    if (source !== undefined && source !== "default") continue;
    command.setOptionValueWithSource(key, readValue(config, key, value, options), "config");
  }
}

function readValue(config: Config, key: string, value: unknown, options: readonly Option[]): unknown {
  const option = options[0] as Option;
  if (options.every((one) => one.isBoolean() || one.negate)) {
    if (typeof value === "boolean") return value;
    throw refuse(config, `${JSON.stringify(key)} must be true or false`);
  }
  const given = Array.isArray(value) ? value : [value];
  if (!given.every((one) => typeof one === "string" || typeof one === "number")) {
    throw refuse(config, `${JSON.stringify(key)} must be a text or a number`);
  }
  try {
    let read: unknown;
    for (const one of given) read = option.parseArg === undefined ? String(one) : option.parseArg(String(one), read);
    return read;
  } catch (error) {
    throw refuse(config, `${JSON.stringify(key)}: ${(error as Error).message}`);
  }
}

function known(command: Command): string {
  const names = new Set(
    command.options.map((option) => option.attributeName()).filter((name) => !NOT_FOR_CONFIG.has(name)),
  );
  return [...names, THEME_OVERRIDES].join(", ");
}

function refuse({ path }: Config, why: string): ConfigError {
  return new ConfigError(`Cannot use the configuration ${JSON.stringify(path)}: ${why}.`);
}
