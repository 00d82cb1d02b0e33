export {
  type Answered,
  answered,
  type Draw,
  keptAnswer,
  type LogNames,
  type Question,
  type Worked,
} from "./answered.js";
export { keepUsual, pathQuestion, USUAL, USUAL_BY, type WhyOfLog, whyOf } from "./usual.js";
