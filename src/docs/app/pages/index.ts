/** The pages by name: menu, router and titles derive from this table. */
import type { JSX } from 'preact'
import type { Site } from '../site.js'
import { About } from './about.js'
import { Catalog } from './catalog.js'
import { Changes } from './changes.js'
import { ColumnPage, columnAsked } from './column.js'
import { Cost } from './cost.js'
import { Executive } from './executive.js'
import { Exposures } from './exposures.js'
import { Glossary } from './glossary.js'
import { Governance } from './governance.js'
import { Home } from './home.js'
import { Late } from './late.js'
import { Lineage } from './lineage.js'
import { Macros } from './macros.js'
import { Metrics } from './metrics.js'
import { Monitors } from './monitors.js'
import { NodePage } from './node.js'
import { Owners } from './owners.js'
import type { PageProps } from './page-props.js'
import { Rules } from './rules.js'
import { Runs } from './runs.js'
import { Slos } from './slo.js'
import { Sources } from './sources.js'
import { Tests } from './tests.js'

/** The menu's groups, in its order; within one, the order of the table below. */
export const groups = ['Explore', 'Health', 'People', 'Reference'] as const
export type Group = (typeof groups)[number]

export interface Page {
  readonly title: string
  /** Where it stands in the menu; null: it is reached by links only. */
  readonly group: Group | null
  readonly view: (props: PageProps) => JSX.Element
  /** What the argument of the address is called, for the window's title; else the argument itself. */
  readonly name?: (site: Site, argument: string) => string
}

const byName: Readonly<Record<string, Page>> = {
  home: { title: 'Home', group: 'Explore', view: Home },
  catalog: { title: 'Catalog', group: 'Explore', view: Catalog },
  lineage: { title: 'Lineage', group: 'Explore', view: Lineage },
  changes: { title: 'Changes', group: 'Explore', view: Changes },
  tests: { title: 'Tests', group: 'Health', view: Tests },
  rules: { title: 'Rules', group: 'Health', view: Rules },
  sources: { title: 'Sources', group: 'Health', view: Sources },
  monitors: { title: 'Anomalies', group: 'Health', view: Monitors },
  late: { title: 'Late data', group: 'Health', view: Late },
  runs: { title: 'Runs', group: 'Health', view: Runs },
  slo: { title: 'SLOs', group: 'Health', view: Slos },
  cost: { title: 'Cost', group: 'Health', view: Cost },
  executive: { title: 'Executive summary', group: 'People', view: Executive },
  owners: { title: 'Owners', group: 'People', view: Owners },
  exposures: { title: 'Exposures', group: 'People', view: Exposures },
  metrics: { title: 'Metrics', group: 'People', view: Metrics },
  governance: { title: 'Governance', group: 'People', view: Governance },
  glossary: { title: 'Glossary', group: 'Reference', view: Glossary },
  macros: { title: 'Macros', group: 'Reference', view: Macros, name: macroName },
  about: { title: 'About', group: 'Reference', view: About },
  column: { title: 'Column', group: null, view: ColumnPage, name: columnName },
  node: { title: 'Node', group: null, view: NodePage, name: nodeName },
}

/** Without a prototype: an address may name anything. */
export const pages: typeof byName = Object.assign(Object.create(null), byName)

function nodeName(site: Site, argument: string): string {
  return site.index.nodes[site.position.get(argument) ?? -1]?.name ?? argument
}

function columnName(site: Site, argument: string): string {
  const asked = columnAsked(site, argument)
  return asked ? `${site.index.nodes[asked.place]?.name}.${asked.column}` : argument
}

function macroName(_site: Site, argument: string): string {
  return argument.split('.').at(-1) ?? argument
}
