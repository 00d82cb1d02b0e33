export {
  type Answered,
  answered,
  type Draw,
  keptAnswer,
  type LogNames,
  lasting,
  type Question,
  type Worked,
} from "./answered.js";
export { inStep } from "./in-step.js";
export { keptText, type RowTexts } from "./kept-text.js";
export { keepUsual, pathQuestion, USUAL, USUAL_BY, whyDrawn, whyOf } from "./usual.js";
