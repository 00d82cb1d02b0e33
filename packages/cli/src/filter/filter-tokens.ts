import { filterErrorAt } from "./filter-error.js";

export type Operator = "=" | "!=" | "~" | ">" | "<" | ">=" | "<=";

/** A piece of a filter, and where it begins. A quoted word is never `or`, `and` or `not`. */
export type Token =
  | { readonly kind: "word"; readonly text: string; readonly quoted: boolean; readonly at: number }
  | { readonly kind: "operator"; readonly operator: Operator; readonly at: number }
  | { readonly kind: "open" | "close" | "end"; readonly at: number };

const SPACE = /\s+/y;
const OPERATOR = /!=|>=|<=|=|~|>|</y;
const BARE = /[^\s()=~<>!"']+|!(?!=)/y;
/** After an operator there is no other one, so a value may hold its signs: `url=/a?b=c`. */
const BARE_VALUE = /[^\s()"']+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy;

/** Cuts a filter into its pieces; the last one is the end. */
export function tokenize(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(expression);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  for (;;) {
    match(SPACE);
    const begin = at;
    if (begin >= expression.length) break;
    const operator = match(OPERATOR);
    if (operator !== null) {
      tokens.push({ kind: "operator", operator: operator[0] as Operator, at: begin });
      match(SPACE);
      if (at < expression.length && !"()".includes(expression[at] as string)) tokens.push(word(at, BARE_VALUE));
      continue;
    }
    const bracket = expression[at];
    if (bracket === "(" || bracket === ")") {
      at++;
      tokens.push({ kind: bracket === "(" ? "open" : "close", at: begin });
      continue;
    }
    tokens.push(word(begin, BARE));
  }
  tokens.push({ kind: "end", at: expression.length });
  return tokens;

  /** Bare and quoted parts without a space between them are one word: `"odd name".id`. */
  function word(begin: number, pattern: RegExp): Token {
    let text = "";
    let quoted = false;
    for (;;) {
      const bare = match(pattern);
      if (bare !== null) {
        text += bare[0];
        continue;
      }
      const inQuotes = match(QUOTED);
      if (inQuotes === null) break;
      quoted = true;
      text += (inQuotes[1] ?? inQuotes[2] ?? "").replace(/\\(.)/gs, "$1");
    }
    if (at === begin) throw filterErrorAt(expression, begin, "a quotation mark that is not closed");
    return { kind: "word", text, quoted, at: begin };
  }
}
