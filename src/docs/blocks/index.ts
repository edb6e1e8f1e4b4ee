/** The blocks of the site, by name: a page that needs data of its own adds a row here. Undefined: there is none to show. */
import type { SiteMaking } from '../making.js'
import type { Blocks, SiteDetail } from '../model/index.js'
import { changesBlock } from './changes.js'
import { exposuresBlock } from './exposures.js'
import { glossaryBlock } from './glossary.js'
import { governanceBlock } from './governance.js'
import { historyBlock } from './history.js'
import { lateBlock } from './late.js'
import { macrosBlock } from './macros.js'
import { metricsBlock } from './metrics.js'
import { monitorsBlock } from './monitors.js'
import { reportBlock } from './report.js'
import { rulesBlock } from './rules.js'
import { runsBlock } from './runs.js'
import { searchBlock } from './search.js'
import { selectBlock } from './select.js'
import { sloBlock } from './slo.js'
import { sourcesBlock } from './sources.js'
import { testsBlock } from './tests.js'

type Made<T> = T | undefined
type Maker<K extends keyof Blocks> = (making: SiteMaking, details: readonly SiteDetail[]) => Made<Blocks[K]> | Promise<Made<Blocks[K]>>

export const blockMakers: { readonly [K in keyof Blocks]?: Maker<K> } = {
  changes: changesBlock,
  exposures: exposuresBlock,
  glossary: glossaryBlock,
  governance: governanceBlock,
  history: historyBlock,
  late: lateBlock,
  macros: macrosBlock,
  metrics: metricsBlock,
  monitors: monitorsBlock,
  report: reportBlock,
  rules: (making) => rulesBlock(making),
  runs: runsBlock,
  sources: sourcesBlock,
  search: (_making, details) => searchBlock(details),
  select: selectBlock,
  slo: sloBlock,
  tests: testsBlock,
}
