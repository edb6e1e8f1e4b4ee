/** How a column is computed: the items of selects on the way to it, the outermost first. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { SiteLineageColumn } from '../../model/index.js'
import { isName } from './words.js'

/** Longer texts are shown in part at first. */
const long = 600

/** Nothing where the column is only handed on. */
export function Expression({ column, all = false }: { column: SiteLineageColumn | undefined; all?: boolean }): JSX.Element | null {
  const steps = (column?.steps ?? []).filter(([, sql]) => all || !isName(sql))
  if (steps.length === 0) return null
  return (
    <ol class="steps">
      {steps.map(([within, sql], at) => (
        <Step key={at} within={within} sql={sql} />
      ))}
    </ol>
  )
}

function Step({ within, sql }: { within: string; sql: string }): JSX.Element {
  const [whole, setWhole] = useState(false)
  const text = sql.trim()
  const cut = !whole && text.length > long
  return (
    <li>
      <span class="step-within small quiet">
        {within ? <bdi title={`in the common table expression ${within}`}>{within}</bdi> : 'select'}
      </span>
      <code class="step-sql" dir="ltr">
        {cut ? `${text.slice(0, long)}…` : text}
      </code>
      {cut ? (
        <button type="button" class="button" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString('en')} characters
        </button>
      ) : null}
    </li>
  )
}
