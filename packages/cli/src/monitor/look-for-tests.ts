import type { MonitorGreeting, MonitorLook, MonitorMember } from "clew/observe";

export const greeting: MonitorGreeting = {
  clew: "monitor",
  protocol: 1,
  pid: 4242,
  program: "shop.mjs",
  runtime: "Node 20.20.2",
  startedAt: 1_000_000,
};

/** A child of the scope 1, with what is said of it. */
export function child(id: number, name: string, more: Partial<MonitorMember> = {}): MonitorMember {
  return { id, kind: "child", name, parent: 1, state: "running", ageMs: 2_000, waitsFor: [], ...more };
}

export function scope(id: number, name: string, more: Partial<MonitorMember> = {}): MonitorMember {
  return { id, kind: "scope", name, parent: 0, state: "open", ageMs: 60_000, waitsFor: [], ...more };
}

/** A look at these, ten seconds after the program began. */
export function lookAt(members: readonly MonitorMember[], more: Partial<MonitorLook> = {}): MonitorLook {
  return {
    at: 1_010_000,
    source: "program",
    loop: { delayMs: 1, worstMs: 4, busy: 0.03 },
    members,
    total: members.length,
    ...more,
  };
}
