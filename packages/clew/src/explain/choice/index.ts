// What sets tasks that somebody chose apart from others.

export type { ChoiceReport, FindApartOptions } from "./find-apart.js";
export { findApart } from "./find-apart.js";
