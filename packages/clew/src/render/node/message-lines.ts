import { fieldNames, formatTaskLevel, type Message, names } from "../../wire/index.js";
import { paint, plainTheme, type Role, type Span, type Theme } from "../screen/index.js";
import { formatKey, formatMoment, formatValue, hasLineBelow, visible } from "../text/index.js";
import { type Label, labelsOf } from "./message-order.js";

/** Options of `renderMessage`. */
export interface MessageOptions {
  /** One line a message, values as JSON. */
  readonly compact?: boolean;
  /** Times in the local zone, with its offset, in place of UTC. */
  readonly localTime?: boolean;
  readonly theme?: Theme;
}

/**
 * Writes one message whole, as eliot-prettyprint does: its task and level, its time, then its type and status and its
 * other fields by name, and what carried it as `source.…`. The lines of long texts stand below each other; text that is
 * no message stands as it was written. Lines have no line ends.
 *
 * @example
 * ```ts
 * import { renderMessage } from "clew/render";
 *
 * const message = { task_uuid: "t1", task_level: [2], timestamp: 1700000000.25, message_type: "hello", to: "Ada" };
 * console.log(renderMessage(message, { compact: true }).join("\n"));
 * // t1/2 2023-11-14T22:13:20.250000Z message_type="hello" to="Ada"
 * ```
 */
export function renderMessage(message: Message, options: MessageOptions = {}): readonly string[] {
  const { compact = false, localTime = false, theme = plainTheme } = options;
  if (message.message_type === names.TEXT) return textLines(message, theme);
  const uuid = visible(message.task_uuid);
  const level = formatTaskLevel(message.task_level);
  const time = formatMoment(message.timestamp, { local: localTime, decimals: 6, separator: "T" });
  const labels = labelsOf(message);
  if (compact) {
    const spans: Span[] = [
      ["heading", uuid + level],
      ["time", ` ${time}`],
    ];
    for (const { key, text } of labels)
      spans.push(["key", ` ${text}=`], valueSpan(message, key, formatValue(message[key], Infinity, "json")));
    for (const [key, value] of sourceOf(message))
      spans.push(["key", ` source.${formatKey(key)}=`], ["value", formatValue(value, Infinity, "json")]);
    return [paint(spans, theme)];
  }
  const lines: Span[][] = [[["heading", `${uuid} -> ${level}`]], [["time", time]]];
  for (const label of labels) pushField(lines, message, label);
  for (const [key, value] of sourceOf(message)) {
    lines.push([
      ["key", `  source.${formatKey(key)}: `],
      ["value", formatValue(value)],
    ]);
  }
  return lines.map((line) => paint(line, theme));
}

/** Text that is no message, line by line. */
function textLines(message: Message, theme: Theme): readonly string[] {
  const lines = String(message.text ?? "").split("\n");
  return lines.map((line) => paint([["time", visible(line)]], theme));
}

function sourceOf(message: Message): readonly [key: string, value: unknown][] {
  const source = message[fieldNames.SOURCE];
  return typeof source === "object" && source !== null ? Object.entries(source) : [];
}

function pushField(lines: Span[][], message: Message, { key, text }: Label): void {
  const label = `  ${text}: `;
  const value = message[key];
  if (typeof value !== "string" || !hasLineBelow(value)) {
    lines.push([["key", label], valueSpan(message, key, formatValue(value))]);
    return;
  }
  const [first = "", ...rest] = value.replace(/\n$/, "").split(/\r?\n/);
  const gutter: Span = ["key", `${" ".repeat(label.length - 2)}| `];
  lines.push([["key", label], valueSpan(message, key, visible(first))]);
  for (const line of rest) lines.push([gutter, valueSpan(message, key, visible(line))]);
}

function valueSpan(message: Message, key: string, text: string): Span {
  return [roleOf(message, key), text];
}

function roleOf(message: Message, key: string): Role {
  if (key === fieldNames.ACTION_TYPE) return "type";
  if (key === fieldNames.MESSAGE_TYPE) return "messageType";
  const { action_status: status } = message;
  if (key === fieldNames.ACTION_STATUS)
    return status === "failed" ? "failed" : status === "succeeded" ? "succeeded" : "value";
  return status === "failed" && (key === "exception" || key === "reason") ? "failed" : "value";
}
