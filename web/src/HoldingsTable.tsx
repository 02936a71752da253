import type { ComponentChildren } from "preact";
import { useMediaQuery } from "./context";
import { formats } from "./format";

export interface Column<Row, Key extends string> {
  readonly name: string;
  /** The key by which the column sorts; none if it cannot. */
  readonly sort?: Key;
  readonly isNumber?: boolean;
  /** Whether the column comes second where there is little room. */
  readonly isImportant?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
}

export interface Sorting<Key extends string> {
  readonly key: Key;
  readonly isDescending: boolean;
}

/** A page of a list as a table. The first column is the name of each row. */
export function HoldingsTable<Row extends object, Key extends string>(props: {
  caption: string;
  columns: readonly Column<Row, Key>[];
  rows: readonly Row[];
  sorting?: Sorting<Key>;
  onSort?: (sorting: Sorting<Key>) => void;
}) {
  const { caption, rows, sorting, onSort } = props;
  const isNarrow = useMediaQuery("(max-width: 36rem)");
  const [first, ...others] = props.columns;
  const columns = isNarrow ? [first!, ...others.filter(({ isImportant }) => isImportant), ...others.filter(({ isImportant }) => !isImportant)] : props.columns;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table class="holdings">
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, sort, isNumber }) => {
              const isSorted = sort !== undefined && sorting?.key === sort;
              return (
                <th key={name} scope="col" class={isNumber ? "number" : undefined} aria-sort={isSorted ? (sorting.isDescending ? "descending" : "ascending") : undefined}>
                  {sort && onSort ? (
                    // A number starts with the largest, text with the first letter.
                    <button type="button" onClick={() => onSort({ key: sort, isDescending: isSorted ? !sorting.isDescending : isNumber === true })}>
                      {name}
                      <span aria-hidden="true">{isSorted ? (sorting.isDescending ? " ▼" : " ▲") : " ↕"}</span>
                    </button>
                  ) : (
                    name
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={"id" in row ? String(row.id) : i}>
              {columns.map(({ name, isNumber, cell }, column) =>
                column === 0 ? (
                  <th key={name} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={name} class={isNumber ? "number" : undefined}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where in a list the page is, and its neighbors. */
export function Pager({ page, size, count, total, hasNext, onMove }: { page: number; size: number; count: number; total: number; hasNext: boolean; onMove: (step: 1 | -1) => void }) {
  const first = page * size + 1;
  return (
    <nav class="pager" aria-label="Pages">
      <button type="button" aria-disabled={page === 0} onClick={() => page > 0 && onMove(-1)}>
        Previous
      </button>
      <span data-testid="page">{count === 0 ? (
          "No items"
        ) : (
          <>
            <bdi>{formats.count(first)}</bdi>–<bdi>{formats.count(first + count - 1)}</bdi> of <bdi>{formats.count(total)}</bdi>
          </>
        )}</span>
      <button type="button" aria-disabled={!hasNext} onClick={() => hasNext && onMove(1)}>
        Next
      </button>
    </nav>
  );
}
