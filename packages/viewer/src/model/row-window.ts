// The rows of a long list that are drawn. Rows are of one height, so that a list of millions costs nothing but this
// arithmetic. Browsers limit how tall an element can be; a list beyond that is scrolled in larger steps.

/** Firefox draws nothing beyond 17.8 million pixels, Chromium beyond 33.5 million. */
const TALLEST = 15_000_000;
/** Rows drawn beyond the edges, so that scrolling by a few shows no empty strip. */
const BEYOND = 6;

export interface RowWindow {
  /** The rows to draw: from (included) to (excluded). */
  readonly first: number;
  readonly end: number;
  /** The height of the whole list in the page. */
  readonly height: number;
  /** The place of the first drawn row, in pixels from the top of the list. */
  readonly top: number;
  /** The row at the upper edge, in rows and parts of a row. */
  readonly at: number;
  /** The most rows that are drawn at once: a row that comes into sight can take the elements of one that goes. */
  readonly slots: number;
}

export interface ListShape {
  readonly count: number;
  readonly rowHeight: number;
  /** The height of the visible part of the list, in pixels. */
  readonly viewport: number;
}

export function rowWindow({ count, rowHeight, viewport }: ListShape, scrollTop: number): RowWindow {
  const whole = count * rowHeight;
  const height = Math.min(whole, TALLEST);
  const offset = offsetAt({ count, rowHeight, viewport }, scrollTop);
  const first = Math.max(0, Math.floor(offset / rowHeight) - BEYOND);
  const end = Math.min(count, Math.ceil((offset + viewport) / rowHeight) + BEYOND);
  const top = height === whole ? first * rowHeight : scrollTop + first * rowHeight - offset;
  return {
    first,
    end: Math.max(first, end),
    height,
    top,
    at: offset / rowHeight,
    slots: Math.ceil(viewport / rowHeight) + 1 + 2 * BEYOND,
  };
}

/** The distance from the first row to the upper edge of the window, in pixels of the rows themselves. */
function offsetAt({ count, rowHeight, viewport }: ListShape, scrollTop: number): number {
  const whole = count * rowHeight;
  const scrollable = Math.max(0, whole - viewport);
  if (whole <= TALLEST) return Math.min(Math.max(0, scrollTop), scrollable);
  return Math.min(1, Math.max(0, scrollTop / (TALLEST - viewport))) * scrollable;
}

/** The scroll position that brings a row into sight with the least movement. */
export function scrollTopFor(shape: ListShape, scrollTop: number, row: number): number {
  const { count, rowHeight, viewport } = shape;
  const offset = offsetAt(shape, scrollTop);
  const upper = row * rowHeight;
  const lower = upper + rowHeight;
  if (upper >= offset && lower <= offset + viewport) return scrollTop;
  const near = upper >= offset - viewport && lower <= offset + 2 * viewport;
  const wanted = !near ? upper - viewport / 3 : upper < offset ? upper : lower - viewport;
  const whole = count * rowHeight;
  const clamped = Math.min(Math.max(0, wanted), Math.max(0, whole - viewport));
  return whole <= TALLEST ? clamped : (clamped / (whole - viewport)) * (TALLEST - viewport);
}
