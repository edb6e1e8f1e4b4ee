/** What every tab of a node's page gets. */
import type { SiteDetail, SiteNode } from '../../../model/index.js'
import type { Site } from '../../site.js'

export interface TabProps {
  readonly site: Site
  /** Position of the node. */
  readonly place: number
  readonly node: SiteNode
  readonly detail: SiteDetail
  /** Of the address. */
  readonly query: URLSearchParams
}
