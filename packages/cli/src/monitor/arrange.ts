/** The members to show, and their order: as the tree that they are, or as a sorted list. */

import { describeWaiting, type MonitorMember } from "clew/observe";

export const SORTS = ["tree", "age", "name", "state", "children"] as const;
export type Sort = (typeof SORTS)[number];

export interface Arrangement {
  readonly sort: Sort;
  readonly isReversed?: boolean;
  /** Words that must all stand in what is shown of a member, in any case; its outer ones are kept in a tree. */
  readonly filter?: string;
}

export interface ArrangedMember {
  readonly member: MonitorMember;
  /** For each level further out, and then for its own, whether it is the last one there; empty in a list. */
  readonly path: readonly boolean[];
  /** For a scope, the number of children that live in it. */
  readonly living: number;
}

/** The number of living children of each scope, among those that were sent. */
export function livingChildren(members: readonly MonitorMember[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { parent } of members) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  return counts;
}

/** The members to show. */
export function arrange(members: readonly MonitorMember[], how: Arrangement): readonly ArrangedMember[] {
  const counts = livingChildren(members);
  const fits = fitting(how.filter);
  if (how.sort !== "tree") {
    const sorted = members.filter(fits).sort(by(how.sort, counts));
    if (how.isReversed === true) sorted.reverse();
    return sorted.map((member) => ({ member, path: [], living: livingOf(member, counts) }));
  }
  return asTree(withOuter(members, fits), counts, how.isReversed === true);
}

function livingOf({ id, spawned = 0, ended = 0 }: MonitorMember, counts: ReadonlyMap<number, number>): number {
  // The counts of the monitor include the children that were not sent.
  return Math.max(counts.get(id) ?? 0, spawned - ended);
}

function fitting(filter = ""): (member: MonitorMember) => boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ name, state, kind, waitsFor, spawnSite = "", id }) => {
    const text = [id, name, state, kind, spawnSite, ...waitsFor.map(describeWaiting)].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function withOuter(members: readonly MonitorMember[], fits: (member: MonitorMember) => boolean): MonitorMember[] {
  const byId = new Map(members.map((member) => [member.id, member]));
  const kept = new Set<number>();
  for (const member of members) {
    if (!fits(member)) continue;
    for (let each: MonitorMember | undefined = member; each && !kept.has(each.id); each = byId.get(each.parent)) {
      kept.add(each.id);
    }
  }
  return members.filter(({ id }) => kept.has(id));
}

function asTree(
  members: readonly MonitorMember[],
  counts: ReadonlyMap<number, number>,
  isReversed: boolean,
): ArrangedMember[] {
  const known = new Set(members.map(({ id }) => id));
  const inner = new Map<number, MonitorMember[]>();
  for (const member of members) {
    const parent = known.has(member.parent) ? member.parent : 0;
    inner.set(parent, [...(inner.get(parent) ?? []), member]);
  }
  const arranged: ArrangedMember[] = [];
  const open: ArrangedMember[] = [];
  const push = (parent: number, path: readonly boolean[]) => {
    const siblings = inner.get(parent) ?? [];
    // The stack is taken from its end, so the siblings are pushed in reverse.
    const last = isReversed ? siblings[0] : siblings.at(-1);
    for (const member of isReversed ? siblings : [...siblings].reverse()) {
      open.push({ member, path: [...path, member === last], living: livingOf(member, counts) });
    }
  };
  push(0, []);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    arranged.push(next);
    push(next.member.id, next.path);
  }
  return arranged;
}

function by(sort: Exclude<Sort, "tree">, counts: ReadonlyMap<number, number>) {
  return (a: MonitorMember, b: MonitorMember): number => {
    switch (sort) {
      case "age":
        return (b.ageMs ?? Number.POSITIVE_INFINITY) - (a.ageMs ?? Number.POSITIVE_INFINITY) || a.id - b.id;
      case "children":
        return livingOf(b, counts) - livingOf(a, counts) || a.id - b.id;
      default:
        return a[sort] < b[sort] ? -1 : a[sort] > b[sort] ? 1 : a.id - b.id;
    }
  };
}
