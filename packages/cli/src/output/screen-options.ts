import type { RenderOptions } from "clew/render";
import { measureText } from "./measure.js";
import { chooseTheme, type Environment, type Screen, screenWidth, usesColor } from "./terminal.js";

/** How trees are drawn on a screen of which nothing was said: as wide, and as colourful, as it can show. */
export function screenOptions(screen: Screen, env: Environment): RenderOptions {
  const width = screenWidth(screen);
  return {
    theme: chooseTheme(usesColor("auto", screen, env), "auto", env),
    measure: measureText,
    ...(width !== undefined && { width }),
  };
}
