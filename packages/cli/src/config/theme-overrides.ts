import { plainTheme, type Role, readStyle, StyleError, type Theme } from "clew/render";
import { ConfigError } from "./config-file.js";

/** A theme with the styles of a configuration in place of its own: `{"failed": "bold white", "key": "cyan"}`. */
export function overrideTheme(theme: Theme, overrides: unknown): Theme {
  if (overrides === undefined || theme === plainTheme) return theme;
  if (typeof overrides !== "object" || overrides === null || Array.isArray(overrides)) {
    throw new ConfigError('Cannot use themeOverrides: they must be an object, such as {"failed": "bold red"}.');
  }
  const changed: Partial<Record<Role, string>> = {};
  for (const [role, style] of Object.entries(overrides)) {
    if (!isRole(role))
      throw new ConfigError(
        `Cannot use themeOverrides: there is no ${JSON.stringify(role)}; there are ${Object.keys(plainTheme).join(", ")}.`,
      );
    if (typeof style !== "string")
      throw new ConfigError(`Cannot use themeOverrides: the style of ${role} must be a text.`);
    changed[role] = styleOf(style);
  }
  return { ...theme, ...changed };
}

function styleOf(words: string): string {
  try {
    return readStyle(words);
  } catch (error) {
    throw error instanceof StyleError ? new ConfigError(error.message) : error;
  }
}

function isRole(name: string): name is Role {
  return Object.hasOwn(plainTheme, name);
}
