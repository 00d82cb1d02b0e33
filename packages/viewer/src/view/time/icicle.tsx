import { useRef } from "preact/hooks";
import { formatSeconds, formatShare, formatType, type IcicleBox, icicleOf, type PathTime } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";

interface IcicleProps {
  readonly log: LogSession;
  readonly times: readonly PathTime[];
  /** For a path how many times as long it takes here as in the others, where there are others. */
  factorOf?(path: readonly string[]): number | undefined;
}

/** Boxes that are narrower are not drawn; the list has them. */
const NARROWEST = 0.002;
const LABELLED = 0.03;

/** All paths of actions along the critical paths of tasks: a box in a box, as wide as the time that was waited for. */
export function Icicle({ log, times, factorOf }: IcicleProps) {
  const { navigation } = log;
  const { pick } = navigation.state.value;
  const tree = useRef<HTMLDivElement | null>(null);
  const boxes = icicleOf(times).filter(({ width }) => width >= NARROWEST);
  const depth = Math.max(0, ...boxes.map((box) => box.depth)) + 1;
  const chosen = boxes.findIndex(({ path }) => keyOfPath(path) === pick);
  const focus = (index: number) => (tree.current?.children[index] as HTMLElement | undefined)?.focus();
  const press = (event: KeyboardEvent, index: number) => {
    const box = boxes[index];
    if (box === undefined) return;
    const next = stepFrom(boxes, index, event.key);
    if (next !== undefined) focus(next);
    else if (event.key === "Enter" || event.key === " ") navigation.adjust({ pick: keyOfPath(box.path) });
    else if (event.key === "Escape") navigation.adjust({ pick: undefined });
    else return;
    event.preventDefault();
  };
  return (
    <div ref={tree} class="icicle" role="tree" aria-label="Time by path of actions" style={{ "--depth": depth }}>
      {boxes.map((box, i) => {
        const { path, x, width, seconds, own } = box;
        const factor = factorOf?.(path);
        const type = formatType(path.at(-1));
        const words = `${type}: ${formatSeconds(seconds)}, ${formatShare(width)}, of it ${formatSeconds(own)} by itself${
          factor === undefined ? "" : `, ${factorWords(factor)}`
        }`;
        return (
          <div
            key={path.join("\n")}
            class={`box${factor !== undefined && factor >= 2 && own >= seconds / 10 ? " slower" : ""}`}
            role="treeitem"
            aria-level={box.depth + 1}
            aria-selected={i === chosen}
            aria-label={words}
            title={words}
            tabIndex={i === Math.max(0, chosen) ? 0 : -1}
            style={{
              left: `${x * 100}%`,
              width: `${width * 100}%`,
              "--row": box.depth,
              "--own": own / Math.max(seconds, 1e-12),
            }}
            onClick={() => navigation.adjust({ pick: i === chosen ? undefined : keyOfPath(path) })}
            onKeyDown={(event) => press(event, i)}
          >
            {width >= LABELLED && (
              <span aria-hidden="true">
                {type} <span class="faint">{formatSeconds(seconds)}</span>
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** A path as the address holds it. */
export function keyOfPath(path: readonly string[]): string {
  return JSON.stringify(path);
}

export function factorWords(factor: number): string {
  if (!Number.isFinite(factor)) return "not in the others";
  return factor >= 1
    ? `${factor.toPrecision(2)} times as long a task as in the others`
    : "no longer than in the others";
}

/** The box that an arrow leads to: below, above, or beside in the same row. */
function stepFrom(boxes: readonly IcicleBox[], index: number, key: string): number | undefined {
  const at = boxes[index];
  if (at === undefined) return undefined;
  const isWithin = (box: IcicleBox) => box.x >= at.x - 1e-9 && box.x < at.x + at.width;
  let found = -1;
  if (key === "ArrowDown") found = boxes.findIndex((box) => box.depth === at.depth + 1 && isWithin(box));
  else if (key === "ArrowUp") {
    found = boxes.findIndex((box) => box.depth === at.depth - 1 && box.x <= at.x + 1e-9 && box.x + box.width > at.x);
  } else if (key === "ArrowRight" || key === "ArrowLeft") {
    const row = boxes.map((box, i) => ({ box, i })).filter(({ box }) => box.depth === at.depth);
    row.sort((p, q) => p.box.x - q.box.x);
    const place = row.findIndex(({ i }) => i === index);
    found = row[place + (key === "ArrowRight" ? 1 : -1)]?.i ?? -1;
  } else return undefined;
  return found === -1 ? index : found;
}
