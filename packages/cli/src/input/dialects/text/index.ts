import type { Dialect } from "../parts/index.js";
import { accessText } from "./access-text.js";
import { klog } from "./klog.js";
import { levelFirst } from "./level-first.js";
import { logfmt } from "./logfmt.js";
import { nest } from "./nest.js";
import { plain } from "./plain.js";
import { prefixed } from "./prefixed.js";
import { ruby } from "./ruby.js";

/** The dialects of text, in the order in which they are tried. */
export const TEXT_DIALECTS: readonly Dialect[] = [prefixed, logfmt, accessText, klog, nest, ruby, plain, levelFirst];

export { momentAtStart } from "./plain.js";
