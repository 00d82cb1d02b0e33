import { type FieldOperator, fieldText } from "@clew/log";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { formatText, type PageState, withField } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { More } from "../parts/icons.js";
import { exactNumber } from "../parts/value.js";

interface ValueMenuProps {
  readonly log: LogSession;
  /** As a query names it: `payment.card`. */
  readonly field: string;
  readonly value: unknown;
}

/** The things to do with a value of a field: narrow by it, leave it out, group by it, ask what sets its tasks apart. */
export function ValueMenu({ log, field, value }: ValueMenuProps) {
  const isOpen = useSignal(false);
  const button = useRef<HTMLButtonElement | null>(null);
  const list = useRef<HTMLDivElement | null>(null);
  // With the drawing: a key that is pressed once the menu is seen must find the focus in it.
  useLayoutEffect(() => {
    if (isOpen.value) list.current?.querySelector("a")?.focus();
  }, [isOpen.value]);
  const { navigation } = log;
  const close = (withFocus: boolean) => {
    isOpen.value = false;
    if (withFocus) button.current?.focus();
  };
  const { query } = navigation.state.value;
  const text = exactNumber(value) ?? fieldText(value);
  const narrowed = (op?: FieldOperator) => withField(query, { field, value: text, ...(op !== undefined && { op }) });
  const isNumber = typeof value === "number" || typeof value === "bigint";
  const tasks = (change: Partial<PageState>) => navigation.href({ view: "forest", list: "tasks", ...change });
  const items: readonly (readonly [name: string, href: string])[] = [
    ["Only with this", tasks({ query: narrowed() })],
    ["Without this", tasks({ query: narrowed("is not") })],
    ...(isNumber
      ? ([
          ["Above this", tasks({ query: narrowed("above") })],
          ["Below this", tasks({ query: narrowed("below") })],
        ] as const)
      : []),
    ["Group the tasks by it", tasks({ list: "groups", by: field })],
    ["What sets its tasks apart", tasks({ apart: narrowed() })],
  ];
  const press = (event: KeyboardEvent) => {
    const links = [...(list.current?.querySelectorAll("a") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) links[(at + step + links.length) % links.length]?.focus();
    else if (event.key === "Escape") close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span class="value-menu">
      <button
        ref={button}
        type="button"
        class="quiet"
        aria-haspopup="menu"
        aria-expanded={isOpen.value}
        aria-label={`Do something with this value of ${formatText(field, 60)}`}
        title="Filter, group, compare by this value"
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        <More />
      </button>
      {isOpen.value && (
        <div
          ref={list}
          class="menu"
          role="menu"
          tabIndex={-1}
          onKeyDown={press}
          onFocusOut={({ relatedTarget }) => {
            if (!(relatedTarget instanceof Node) || list.current?.contains(relatedTarget) !== true) close(false);
          }}
        >
          {items.map(([name, href]) => (
            <a key={name} role="menuitem" tabIndex={-1} href={href} onClick={() => close(false)}>
              {name}
            </a>
          ))}
        </div>
      )}
    </span>
  );
}
