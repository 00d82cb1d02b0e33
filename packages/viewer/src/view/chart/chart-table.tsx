import { useEffect, useRef, useState } from "preact/hooks";

export interface ChartTableProps {
  readonly title: string;
  readonly columns: readonly string[];
  readonly count: number;
  /** The cells of a row. */
  cells(row: number): readonly string[];
  choose(row: number): void;
  close(): void;
}

const PAGE = 200;

/** The content of a chart as a table: for those who cannot see the drawing, and for copying. */
export function ChartTable({ title, columns, count, cells, choose, close }: ChartTableProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [first, turnTo] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  const end = Math.min(count, first + PAGE);
  const rows = Array.from({ length: end - first }, (_, i) => first + i);
  return (
    <dialog ref={dialog} class="chart-table" aria-label={title} onClose={close}>
      <div class="chart-table-head">
        <h2>{title}</h2>
        <span class="faint">{count === 0 ? "nothing" : `${first + 1}–${end} of ${count}`}</span>
        <button type="button" disabled={first === 0} onClick={() => turnTo(Math.max(0, first - PAGE))}>
          Earlier rows
        </button>
        <button type="button" disabled={end === count} onClick={() => turnTo(first + PAGE)}>
          Later rows
        </button>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      <div class="chart-table-rows">
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row}>
                {cells(row).map((cell, i) => (
                  <td key={columns[i]}>
                    {i === 0 ? (
                      <ChooseButton
                        text={cell}
                        choose={() => {
                          choose(row);
                          dialog.current?.close();
                        }}
                      />
                    ) : (
                      cell
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </dialog>
  );
}

function ChooseButton({ text, choose }: { readonly text: string; choose(): void }) {
  return (
    <button type="button" class="plain" onClick={choose}>
      {text}
    </button>
  );
}
