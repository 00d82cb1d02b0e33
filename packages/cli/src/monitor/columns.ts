/** A table of members: what stands in its columns, and how wide they are. */

import { describeWaiting, type MonitorMember } from "clew/observe";
import { formatDuration, type Measure, measureColumns, visible } from "clew/render";
import type { AnswerOptions, Piece } from "../output/answer-lines.js";
import type { ArrangedMember } from "./arrange.js";

const HEADS = ["ID", "STATE", "AGE", "CHILDREN", "NAME", "WAITS FOR", "SPAWNED AT"] as const;
const MOST_NAME = 60;

interface Cell {
  readonly role: Piece[0];
  readonly text: string;
}

/** The table's lines as pieces: its heads first, then one a member. */
export function tableOf(
  rows: readonly ArrangedMember[],
  warned: ReadonlySet<number>,
  options: AnswerOptions,
): readonly (readonly Piece[])[] {
  const { measure = measureColumns } = options;
  const cells = rows.map((row) => cellsOf(row, warned.has(row.member.id), options.ascii === true));
  const isUsed = HEADS.map((head, i) => head === "NAME" || cells.some((row) => (row[i] as Cell).text !== ""));
  const widths = HEADS.map((head, i) =>
    Math.max(head.length, ...cells.map((row) => measure(visible((row[i] as Cell).text)))),
  );
  const line = (row: readonly Cell[], mark: string): Piece[] => {
    const shown = row.flatMap((cell, i) => (isUsed[i] ? [{ ...cell, width: widths[i] as number, i }] : []));
    return [
      ["warning", `${mark} `],
      ...shown.map(({ role, text, width, i }, at): Piece => {
        const space = at === shown.length - 1 ? "" : "  ";
        return [role, `${pad(visible(text), width, isNumber(i), at === shown.length - 1, measure)}${space}`];
      }),
    ];
  };
  return [
    line(
      HEADS.map((text) => ({ role: "heading", text })),
      " ",
    ),
    ...cells.map((row, i) => line(row, warned.has((rows[i] as ArrangedMember).member.id) ? "!" : " ")),
  ];
}

function isNumber(column: number): boolean {
  return column === 0 || column === 2 || column === 3;
}

function pad(text: string, width: number, isRight: boolean, isLast: boolean, measure: Measure): string {
  const space = " ".repeat(Math.max(0, width - measure(text)));
  if (isRight) return space + text;
  return isLast ? text : text + space;
}

function cellsOf({ member, path, living }: ArrangedMember, isWarned: boolean, isAscii: boolean): Cell[] {
  const { id, kind, state, ageMs, waitsFor, spawnSite = "" } = member;
  return [
    { role: "note", text: String(id) },
    { role: state === "cancelling" ? "warning" : "value", text: stateText(member) },
    { role: "duration", text: ageMs === undefined ? "?" : formatDuration(ageMs / 1000, isAscii ? "u" : "µ") },
    { role: "value", text: kind === "scope" ? String(living) : "" },
    {
      role: isWarned ? "warning" : kind === "scope" ? "type" : "messageType",
      text: branches(path, isAscii) + shortName(member),
    },
    { role: "value", text: waitsFor.map(describeWaiting).join(" and ") },
    { role: "note", text: spawnSite },
  ];
}

function stateText({ state, cancelled }: MonitorMember): string {
  return cancelled === undefined ? state : `${state} (${cancelled.source})`;
}

function shortName({ name }: MonitorMember): string {
  return name.length > MOST_NAME ? `${name.slice(0, MOST_NAME)}…` : name;
}

function branches(path: readonly boolean[], isAscii: boolean): string {
  const [branch, last, trunk] = isAscii ? ["|- ", "`- ", "|  "] : ["├─ ", "└─ ", "│  "];
  // A member at the top has no branch.
  return path
    .slice(1)
    .map((isLast, i, all) => (i < all.length - 1 ? (isLast ? "   " : trunk) : isLast ? last : branch))
    .join("");
}
