export { asciiGlyphs, type Glyphs, unicodeGlyphs } from "./glyphs.js";
export {
  type ColorChoice,
  chooseTheme,
  type Environment,
  isLightBackground,
  type Screen,
  screenWidth,
  type ThemeChoice,
  usesColor,
} from "./screen.js";
export { readStyle, StyleError } from "./style-words.js";
export { darkTheme, lightTheme, paint, plainTheme, type Role, type Span, type Theme } from "./theme.js";
