export { ownerOfChange } from "./change-words.js";
export { changeClause, diffSentence, divergenceClause } from "./diff-sentences.js";
export { pathSentence } from "./path-sentences.js";
export { howSure, nameSetApart, percent, sharesText } from "./set-apart-words.js";
export { slowApartSentence, slowSentence } from "./slow-sentences.js";
export { errorText, failureApartSentence, failureSentence, nothingFailedSentence } from "./why-sentences.js";
