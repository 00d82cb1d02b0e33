import { aboutText } from "@clew/log";
import { formatCount, formatSeconds, formatText, formatType, type TreeRow } from "../../model/index.js";
import { Chevron, Dot, Gap } from "../parts/icons.js";
import { StatusMark } from "../parts/status-mark.js";

interface TreeLineProps {
  readonly row: TreeRow;
  readonly index: number;
  /** Its distance from the top of the list, in pixels. */
  readonly top: number;
  readonly isChosen: boolean;
  readonly isFolded: boolean;
  readonly isCritical: boolean;
  /** True where it holds the text that is searched for. */
  readonly isFound: boolean;
  /** The start of the task. */
  readonly from: number;
  choose(index: number): void;
  fold(index: number, isFolded: boolean): void;
}

/** Beyond this depth rows stand no further to the right; how deep they are is said in a number. */
const DEEPEST = 16;
/** In rem. */
const INDENT = 1;

export function TreeLine(props: TreeLineProps) {
  const { row, index, top, isChosen, isFolded, isCritical, isFound, choose, fold } = props;
  const classes = ["tree-line", row.kind];
  if (isChosen) classes.push("chosen");
  if (isFound) classes.push("found-row");
  if (isCritical) classes.push("critical");
  if (row.node?.kind === "action" && row.node.status === "failed") classes.push("failed");
  return (
    // The keyboard is served by the grid, which holds the focus.
    <div
      id={`row-${index}`}
      class={classes.join(" ")}
      style={{ top: `${top}px` }}
      role="row"
      aria-level={row.depth + 1}
      aria-rowindex={index + 1}
      aria-selected={isChosen}
      aria-expanded={row.hasRows ? !isFolded : undefined}
      onClick={() => choose(index)}
      onDblClick={() => {
        if (row.hasRows) fold(index, !isFolded);
      }}
      onKeyDown={() => undefined}
    >
      <span class="c-tree" role="gridcell">
        <span class="indent" style={{ width: `${Math.min(row.depth, DEEPEST) * INDENT}rem` }} aria-hidden="true" />
        {row.depth > DEEPEST && <span class="depth">{formatCount(row.depth)}</span>}
        {row.hasRows ? (
          <button
            type="button"
            class="fold"
            tabIndex={-1}
            aria-label={isFolded ? "Unfold" : "Fold"}
            onClick={(event) => {
              event.stopPropagation();
              fold(index, !isFolded);
            }}
          >
            <Chevron isOpen={!isFolded} />
          </button>
        ) : (
          <span class="fold" />
        )}
        <RowText row={row} isCritical={isCritical} />
      </span>
      <span class="c-offset number" role="gridcell">
        {offsetText(props)}
      </span>
      <span class="c-length number" role="gridcell">
        {lengthText(row)}
      </span>
    </div>
  );
}

function RowText({ row, isCritical }: { readonly row: TreeRow; readonly isCritical: boolean }) {
  const { node } = row;
  if (node === undefined) {
    const [first, last] = row.missing ?? [0, 0];
    return (
      <>
        <Gap />
        <span class="label">
          {first === last ? `number ${first} is missing` : `numbers ${first} to ${formatCount(last)} are missing`}
        </span>
      </>
    );
  }
  if (node.kind === "message") {
    return (
      <>
        <Dot />
        <span class="label">{formatType(node.messageType)}</span>
        {row.late && <span class="tag">late</span>}
        <span class="about mono">{aboutText(node.fields)}</span>
      </>
    );
  }
  return (
    <>
      <StatusMark status={node.status} />
      <span class="label">{node.kind === "missing" ? "(action not read)" : formatType(node.actionType)}</span>
      {isCritical && <span class="unseen">on the critical path</span>}
      {row.late && <span class="tag">late</span>}
      {node.exception !== undefined && <span class="why">{formatText(node.exception.split(".").at(-1) ?? "")}</span>}
      <span class="about mono">{aboutText(node.startFields ?? {})}</span>
    </>
  );
}

/** Its start, counted from the start of the task. */
function offsetText({ row, from }: TreeLineProps): string {
  if (row.start === undefined || row.depth === 0) return "";
  const seconds = row.start - from;
  return `${seconds < 0 ? "−" : "+"}${formatSeconds(Math.abs(seconds))}`;
}

function lengthText({ node }: TreeRow): string {
  if (node === undefined || node.kind === "message") return "";
  if (node.durationSeconds !== undefined) return formatSeconds(node.durationSeconds);
  return node.kind === "missing" ? "" : "not ended";
}
