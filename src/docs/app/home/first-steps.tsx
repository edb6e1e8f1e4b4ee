/** What to do next where the project is at its beginning: nothing there, never run, nothing but failures, nothing described. */
import type { JSX } from 'preact'
import type { Counts } from '../ops/attention.js'
import { EmptyState } from '../parts.js'
import type { Site } from '../site.js'

export function FirstSteps({ site, counts }: { site: Site; counts: Counts }): JSX.Element | null {
  const { lastRun, nodes } = site.index
  if (nodes.length === 0)
    return (
      <EmptyState title="The project is empty." command="sluice build">
        Write a query into a file below <code>models/</code>; then build it.
      </EmptyState>
    )
  if (!lastRun)
    return (
      <EmptyState title="Nothing has run yet." command="sluice build">
        What is written here comes from the files alone. A build brings statuses, times, row counts and test results.
      </EmptyState>
    )
  return (
    <>
      {lastRun.counts.fail > 0 && lastRun.counts.ok === 0 ? (
        <EmptyState title="Nothing succeeded in the last run." command="sluice debug">
          The command checks settings and connection. The first failure is told below; when it is mended, <code>sluice retry</code> runs
          again what failed and what was skipped for it.
        </EmptyState>
      ) : null}
      {counts.models > 0 && counts.described === 0 && counts.columnsDescribed === 0 ? (
        <EmptyState title="Nothing is described yet." command="sluice docs generate">
          Begin with the models that others read: write <code>description:</code> under <code>models:</code> in a properties file, and write
          this page again. Columns inherit the description of the column they are taken from.
        </EmptyState>
      ) : null}
    </>
  )
}
