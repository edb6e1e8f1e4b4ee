/** The pages by name: menu, router and titles derive from this table. */
import type { JSX } from 'preact'
import { About } from './about.js'
import { Catalog } from './catalog.js'
import { Home } from './home.js'
import { Lineage } from './lineage.js'
import { NodePage } from './node.js'
import { Owners } from './owners.js'
import type { PageProps } from './page-props.js'
import { Tests } from './tests.js'

export interface Page {
  readonly title: string
  /** In the side menu, in this order. */
  readonly menu: boolean
  readonly view: (props: PageProps) => JSX.Element
}

export const pages: Readonly<Record<string, Page>> = {
  home: { title: 'Home', menu: true, view: Home },
  catalog: { title: 'Catalog', menu: true, view: Catalog },
  lineage: { title: 'Lineage', menu: true, view: Lineage },
  tests: { title: 'Tests', menu: true, view: Tests },
  owners: { title: 'Owners', menu: true, view: Owners },
  about: { title: 'About', menu: true, view: About },
  node: { title: 'Node', menu: false, view: NodePage },
}
