/** A look at a program as text: its name, its event loop, its scopes and children, and its warnings. */

import type { MonitorGreeting, MonitorLook } from "clew/observe";
import { formatDuration } from "clew/render";
import { type AnswerOptions, type Piece, toLine } from "../output/answer-lines.js";
import { type Arrangement, arrange } from "./arrange.js";
import { tableOf } from "./columns.js";
import { type Warning, warningsOf } from "./warnings.js";

/** Of these the first lines, whatever is below. */
export function headPieces(greeting: MonitorGreeting, look: MonitorLook): readonly (readonly Piece[])[] {
  const { program, pid, runtime, startedAt } = greeting;
  const scopes = look.members.filter(({ kind }) => kind === "scope").length;
  const left = look.total - look.members.length;
  return [
    [
      ["heading", program],
      ["note", `  process ${pid}, ${runtime}, up ${formatDuration((look.at - startedAt) / 1000)}`],
    ],
    loopPieces(look),
    [
      [
        "value",
        `${look.total} live: ${scopes} ${scopes === 1 ? "scope" : "scopes"}, ${look.members.length - scopes} children` +
          (left > 0 ? `, and ${left} more that are not shown` : ""),
      ],
    ],
  ];
}

function loopPieces({ loop, source, running, members }: MonitorLook): readonly Piece[] {
  const { delayMs, worstMs, busy, blockedMs } = loop;
  if (blockedMs === undefined) {
    const share = busy === undefined ? "" : `${Math.round(busy * 100)} % busy, `;
    const worst = `${formatDuration(worstMs / 1000)} at worst`;
    return [["value", `event loop: ${share}answers in ${formatDuration(delayMs / 1000)}, ${worst}`]];
  }
  const held = members.find(({ id }) => id === running?.member);
  const who = held === undefined ? "what runs in no scope" : `the ${held.kind} ${held.name} (${held.id})`;
  const [frame] = running?.stack.filter(isOwn) ?? [];
  const by = running === undefined ? "" : ` by ${who}`;
  const where = frame === undefined ? "" : ` at ${frame}`;
  const native = source === "memory" ? "; it takes no interrupt, as native code does" : "";
  return [["failed", `event loop: blocked for at least ${formatDuration(blockedMs / 1000)}${by}${where}${native}`]];
}

/** True for a frame of the program, false for one of the runtime. */
export function isOwn(frame: string): boolean {
  return !/\(?(node:|<anonymous>)/.test(frame);
}

/** The lines of warnings. */
export function warningPieces(warnings: readonly Warning[], look: MonitorLook): readonly (readonly Piece[])[] {
  const byId = new Map(look.members.map((member) => [member.id, member]));
  return warnings.map(({ member: id, text }) => [
    ["warning", "! "],
    ["type", byId.get(id)?.name ?? ""],
    ["value", ` (${id}) ${text}`],
  ]);
}

/** The whole, line by line. */
export function* lookText(
  greeting: MonitorGreeting,
  look: MonitorLook,
  how: Arrangement,
  options: AnswerOptions,
): Generator<string> {
  const warnings = warningsOf(look);
  const table = tableOf(arrange(look.members, how), new Set(warnings.map(({ member }) => member)), options);
  for (const pieces of headPieces(greeting, look)) yield toLine(pieces, options);
  if (table.length > 1) {
    yield "";
    for (const pieces of table) yield toLine(pieces, options).trimEnd();
  }
  if (warnings.length > 0) {
    yield "";
    for (const pieces of warningPieces(warnings, look)) yield toLine(pieces, options);
  }
}
