import { Parser } from "../parse/index.js";
import { renderTask } from "../render/index.js";
import { isError, type Message } from "../wire/index.js";

/** The messages as the trees that they make, for people who look at a test that failed. */
export function drawTrees(messages: readonly Message[]): string {
  if (messages.length === 0) return "Nothing was logged.";
  const parser = new Parser();
  for (const message of messages) parser.add(message);
  const trees = parser.end().map((tree) => [...renderTask(tree)].join("\n"));
  return `What was logged:\n\n${trees.join("\n\n")}\n`;
}

/** Adds the trees to what an error says, once. */
export function withTrees(error: unknown, messages: readonly Message[]): unknown {
  if (!isError(error) || told.has(error)) return error;
  told.add(error);
  const { message, stack } = error;
  const more = `${message}\n\n${drawTrees(messages)}`;
  try {
    error.message = more;
    // A stack begins with the message as it was when the error was made.
    if (stack !== undefined) error.stack = stack.includes(message) ? stack.replace(message, () => more) : stack;
  } catch {
    // An error that cannot be changed stays as it is.
  }
  return error;
}

const told = new WeakSet<Error>();
