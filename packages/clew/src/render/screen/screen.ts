// Facts about a screen: its width, whether it shows colours, and whether it is dark.

import { darkTheme, lightTheme, plainTheme, type Theme } from "./theme.js";

/** The stream that is written to, as far as its looks go. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;
export type ColorChoice = "auto" | "always" | "never";
export type ThemeChoice = "auto" | "dark" | "light";

/**
 * The columns that a line may take; `undefined` where the reader is no screen, and nothing must be cut.
 *
 * @example
 * ```ts
 * import { screenWidth } from "clew/render";
 *
 * console.log(screenWidth(process.stdout) ?? "no limit");
 * ```
 */
export function screenWidth(screen: Screen): number | undefined {
  return screen.isTTY === true && screen.columns !== undefined && screen.columns > 0 ? screen.columns : undefined;
}

/**
 * Decides about colour: as asked for; else by `FORCE_COLOR` or `NO_COLOR`; else true for a terminal that can show it.
 *
 * @example
 * ```ts
 * import { usesColor } from "clew/render";
 *
 * console.log(usesColor("auto", { isTTY: true }, { NO_COLOR: "1" })); // false
 * ```
 */
export function usesColor(choice: ColorChoice, screen: Screen, env: Environment): boolean {
  if (choice !== "auto") return choice === "always";
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  return screen.isTTY === true && env.TERM !== "dumb";
}

/**
 * True for a light background. Many terminals tell it in COLORFGBG, whose last number is the background's colour:
 * 7 and 9 to 15 are light. Where nothing is told, it is taken to be dark.
 */
export function isLightBackground(env: Environment): boolean {
  const background = Number(env.COLORFGBG?.split(";").at(-1) || Number.NaN);
  return background === 7 || (background >= 9 && background <= 15);
}

/**
 * The theme for a screen.
 *
 * @example
 * ```ts
 * import { chooseTheme, usesColor } from "clew/render";
 *
 * const color = usesColor("auto", process.stdout, process.env);
 * console.log(chooseTheme(color, "auto", process.env));
 * ```
 */
export function chooseTheme(color: boolean, choice: ThemeChoice, env: Environment): Theme {
  if (!color) return plainTheme;
  const light = choice === "auto" ? isLightBackground(env) : choice === "light";
  return light ? lightTheme : darkTheme;
}
