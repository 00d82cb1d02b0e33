export type { EliotTreeOptions } from "./eliot-tree/index.js";
export { renderEliotTree } from "./eliot-tree/index.js";
export type { Growth, OpenPath } from "./growing/index.js";
export { renderContinuation, renderGrowth, renderOpenPath } from "./growing/index.js";
export type { MessageOptions } from "./node/index.js";
export { renderMessage, renderNode } from "./node/index.js";
export type { RenderOptions } from "./options.js";
export type { ColorChoice, Environment, Role, Screen, Theme, ThemeChoice } from "./screen/index.js";
export {
  chooseTheme,
  darkTheme,
  isLightBackground,
  lightTheme,
  plainTheme,
  readStyle,
  StyleError,
  screenWidth,
  usesColor,
} from "./screen/index.js";
export { isLoneMessage, renderTask } from "./task/index.js";
export type { Measure, MomentOptions } from "./text/index.js";
export {
  cutToColumns,
  formatDuration,
  formatMoment,
  formatValue,
  isNarrow,
  measureColumns,
  shortUuid,
  visible,
  visibleJson,
} from "./text/index.js";
