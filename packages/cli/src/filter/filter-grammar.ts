// The filter's grammar: `field=value` and its like, or a word that stands anywhere, joined by spaces (and), `or`, `not` and brackets. Read without
// recursion, so that no number of brackets can exhaust the stack.

import { filterErrorAt } from "./filter-error.js";
import { type Operator, type Token, tokenize } from "./filter-tokens.js";

/** A filter in Polish notation turned round: each operation stands after what it is about. */
export type FilterStep =
  | {
      readonly kind: "test";
      readonly field: string;
      readonly operator: Operator;
      readonly value: string;
      readonly at: number;
    }
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "not" | "and" | "or" };

const MOST_CHARACTERS = 10_000;
const BINDS = { or: 1, and: 2, not: 3 } as const;
type Join = keyof typeof BINDS;
type Waiting = { readonly join: Join } | { readonly open: number };

/** Reads a filter. Throws a `FilterError` that points at what it could not read. */
export function parseFilter(expression: string): readonly FilterStep[] {
  if (expression.length > MOST_CHARACTERS) {
    throw filterErrorAt(expression, MOST_CHARACTERS, `a filter has at most ${MOST_CHARACTERS} characters`);
  }
  const tokens = tokenize(expression);
  const steps: FilterStep[] = [];
  const waiting: Waiting[] = [];
  const fail = (token: Token, what: string) => filterErrorAt(expression, token.at, what);
  /** Writes out the joins that bind at least as strongly. */
  const close = (strength: number) => {
    for (
      let top = waiting.at(-1);
      top !== undefined && "join" in top && BINDS[top.join] >= strength;
      top = waiting.at(-1)
    ) {
      steps.push({ kind: top.join });
      waiting.pop();
    }
  };
  let wantsOperand = true;
  let i = 0;
  for (;;) {
    const token = tokens[i] as Token;
    if (wantsOperand) {
      if (isWord(token, "not")) {
        waiting.push({ join: "not" });
        i++;
      } else if (token.kind === "open") {
        waiting.push({ open: token.at });
        i++;
      } else {
        const step = readTest(tokens, i, fail);
        steps.push(step);
        i += step.kind === "word" ? 1 : 3;
        wantsOperand = false;
      }
    } else if (token.kind === "close") {
      close(0);
      if (waiting.pop() === undefined) throw fail(token, "a closing bracket without an opening one");
      i++;
    } else if (token.kind === "end") {
      close(0);
      const open = waiting.at(-1);
      if (open !== undefined && "open" in open)
        throw filterErrorAt(expression, open.open, "a bracket that is not closed");
      return steps;
    } else {
      const join: Join = isWord(token, "or") ? "or" : "and";
      if (isWord(token, "or") || isWord(token, "and")) i++;
      close(BINDS[join]);
      waiting.push({ join });
      wantsOperand = true;
    }
  }
}

function readTest(tokens: readonly Token[], i: number, fail: (token: Token, what: string) => Error): FilterStep {
  const [field, operator, value] = [tokens[i] as Token, tokens[i + 1], tokens[i + 2]];
  if (field.kind === "end") throw fail(field, "a field is missing, as in status=failed");
  if (field.kind !== "word" || isWord(field, "or") || isWord(field, "and")) {
    throw fail(field, "a field should stand here, as in status=failed");
  }
  if (operator?.kind !== "operator") {
    if (field.text === "") throw fail(field, "a word is missing between the quotation marks");
    return { kind: "word", text: field.text };
  }
  if (value?.kind !== "word") throw fail(value ?? operator, 'a value is missing; an empty one is written ""');
  return { kind: "test", field: field.text, operator: operator.operator, value: value.text, at: value.at };
}

function isWord(token: Token, text: string): boolean {
  return token.kind === "word" && !token.quoted && token.text.toLowerCase() === text;
}
