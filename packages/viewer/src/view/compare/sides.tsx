import type { ComponentChildren } from "preact";

interface SidesProps {
  readonly a: ComponentChildren;
  readonly b: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** The two that are compared, each with the way to its tasks, and other ways on. */
export function Sides({ a, b, children }: SidesProps) {
  return (
    <p class="ways sets">
      <span>
        <b class="side-name">A</b> {a}
      </span>
      <span>
        <b class="side-name">B</b> {b}
      </span>
      {children}
    </p>
  );
}
