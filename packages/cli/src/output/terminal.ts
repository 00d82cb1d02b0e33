// What is known of the screen is the library's to say, so that a program and the command draw alike.

export type { ColorChoice, Environment, Screen, ThemeChoice } from "clew/render";
export { chooseTheme, isLightBackground, screenWidth, usesColor } from "clew/render";
