export { candidateSpans, type RowSpan } from "./candidates.js";
export { fillBegunGroup, Sieve } from "./sieve.js";
export { containsOneOf, isAboutOwnKeys, lineContainsOneOf, wordPlaces } from "./spellings.js";
