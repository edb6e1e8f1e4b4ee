/** A table that is sorted by its headings and paged; order and page live in the query. */
import type { ComponentChildren, JSX } from 'preact'
import { usePaged } from '../parts.js'
import { route, setQuery } from '../site.js'

export interface Column<T> {
  readonly key: string
  readonly title: string
  readonly number?: boolean
  readonly cell: (row: T) => ComponentChildren
  /** What it is sorted by; without it the heading is no button. Null comes last, whichever way. */
  readonly by?: (row: T) => number | string | null
}

export interface TableProps<T> {
  /** Of its keys in the query. */
  readonly name: string
  readonly caption: string
  readonly rows: readonly T[]
  readonly columns: readonly Column<T>[]
  readonly id: (row: T) => string
  /** Key of a column, `-` before it for the greatest first; none: as given. */
  readonly order?: string
  readonly size?: number
}

export function DataTable<T>({ name, caption, rows, columns, id, order = '', size = 50 }: TableProps<T>): JSX.Element {
  const asked = route.value.query.get(`${name}-by`) ?? order
  const key = asked.replace(/^-/, '')
  const { shown, pager } = usePaged(
    sorted(rows, columns.find((column) => column.key === key)?.by, asked.startsWith('-')),
    size,
    `${name}-page`,
  )
  const sort = (column: Column<T>) => {
    const next =
      key !== column.key ? (column.number ? `-${column.key}` : column.key) : asked.startsWith('-') ? column.key : `-${column.key}`
    setQuery({ [`${name}-by`]: next === order ? '' : next, [`${name}-page`]: '' })
  }
  return (
    <>
      <div class="table-frame">
        <table class="list">
          <caption class="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.key}
                  scope="col"
                  class={column.number ? 'number' : undefined}
                  aria-sort={column.by && column.key === key ? (asked.startsWith('-') ? 'descending' : 'ascending') : undefined}
                >
                  {column.by ? (
                    <button type="button" onClick={() => sort(column)}>
                      {column.title}
                    </button>
                  ) : (
                    column.title
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={id(row)}>
                {columns.map((column) => (
                  <td key={column.key} class={column.number ? 'number' : undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pager}
    </>
  )
}

function sorted<T>(rows: readonly T[], by: Column<T>['by'], down: boolean): readonly T[] {
  if (!by) return rows
  const sign = down ? -1 : 1
  return [...rows].sort((a, b) => {
    const [left, right] = [by(a), by(b)]
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    return left < right ? -sign : left > right ? sign : 0
  })
}
