export {
  encodeFields,
  encodeOwnFields,
  encodeSurrounding,
  type GatheredFields,
  gatherFields,
  PLAIN_KEYS,
} from "./encode-fields.js";
export { registerErrorExtractor } from "./error-extractors.js";
export { exceptionName } from "./error-words.js";
export { encodeFailure, extractorFailure, isFirstTrace } from "./failure.js";
export { toFlat } from "./flat-text.js";
export { LineKind } from "./line-kind.js";
export { putFields } from "./put-fields.js";
export { type RedactOptions, redact } from "./redact.js";
export { tracebackOf } from "./traceback.js";
export { type TypeTexts, typeTexts } from "./type-texts.js";
