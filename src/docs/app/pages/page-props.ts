/** What every page gets. */
import type { Route, Site } from '../site.js'

export interface PageProps {
  readonly site: Site
  readonly route: Route
}
