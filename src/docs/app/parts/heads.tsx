/** The head of a table: a title for each column, figures with theirs to the right. */
import type { JSX } from 'preact'

export function Heads({ titles }: { titles: readonly (string | { readonly number: string })[] }): JSX.Element {
  return (
    <thead>
      <tr>
        {titles.map((title) => {
          const [text, kind] = typeof title === 'string' ? [title, undefined] : [title.number, 'number']
          return (
            <th key={text} scope="col" class={kind}>
              {text}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
