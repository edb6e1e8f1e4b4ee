/** What each view of the tests page gets. */
import type { NodeStatus, TestsBlock } from '../../model/index.js'
import type { Route, Site } from '../site.js'

export interface TestProps {
  readonly site: Site
  readonly route: Route
  readonly block: TestsBlock
}

export type Test = TestsBlock['tests'][number]

/** In the order a reader wants them. */
export const bySeverity: readonly NodeStatus[] = ['fail', 'warn', 'skipped', 'none', 'ok']
