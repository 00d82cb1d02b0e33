export { type Answered, answered, type Draw, type LogNames, type Question, type Worked } from "./answered.js";
export { keepUsual, USUAL, USUAL_BY, type WhyOfLog, whyOf } from "./usual.js";
