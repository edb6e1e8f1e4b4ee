/** Does the project keep its own rules: findings, coverage, what is offered to whom, tagged columns, what lacks words, what goes away. */
import type { JSX } from 'preact'
import type { GovernanceBlock } from '../../model/index.js'
import { useBlock } from '../data.js'
import { Deprecated, Offers, Undocumented } from '../governance/access.js'
import { Coverage } from '../governance/coverage.js'
import { Findings } from '../governance/findings.js'
import { Tagged } from '../governance/tagged.js'
import { Loading, plural, share, Tabs, Tile } from '../parts.js'
import { type Site, setQuery } from '../site.js'
import type { PageProps } from './page-props.js'

const tabs = [
  { value: 'findings', title: 'Findings' },
  { value: 'coverage', title: 'Coverage' },
  { value: 'access', title: 'Access and contracts' },
  { value: 'tagged', title: 'Tagged columns' },
  { value: 'undocumented', title: 'Undocumented' },
  { value: 'deprecated', title: 'Deprecated' },
]

export function Governance({ site, route }: PageProps): JSX.Element {
  const block = useBlock(site.index, 'governance')
  const asked = route.query.get('tab')
  const tab = tabs.find(({ value }) => value === asked)?.value ?? 'findings'
  return (
    <>
      <h1>Governance</h1>
      {block === null ? (
        <Loading />
      ) : (
        <>
          <Figures site={site} block={block} />
          <Tabs label="Parts of governance" tabs={tabs} value={tab} onPick={(value) => setQuery({ tab: value, page: '', q: '' })}>
            <Part tab={tab} site={site} block={block} />
          </Tabs>
        </>
      )}
    </>
  )
}

function Part({ tab, site, block }: { tab: string; site: Site; block: GovernanceBlock | undefined }): JSX.Element {
  switch (tab) {
    case 'coverage':
      return <Coverage coverage={block?.coverage ?? []} />
    case 'access':
      return <Offers site={site} />
    case 'tagged':
      return <Tagged site={site} tagged={block?.tagged ?? []} />
    case 'undocumented':
      return <Undocumented site={site} />
    case 'deprecated':
      return <Deprecated site={site} />
    default:
      return <Findings site={site} findings={block?.findings ?? null} />
  }
}

function Figures({ site, block }: { site: Site; block: GovernanceBlock | undefined }): JSX.Element {
  const { nodes } = site.index
  const models = nodes.filter(({ type }) => type === 'model')
  const total = block?.coverage.find(({ name }) => name === 'total')
  const findings = block?.findings
  const errors = findings?.filter(({ severity }) => severity === 'error').length ?? 0
  const columns = nodes.reduce((sum, node) => sum + node.columns, 0)
  const described = nodes.reduce((sum, node) => sum + node.described, 0)
  return (
    <div class="tiles">
      <Tile
        title="Findings"
        figure={findings ? findings.length : '–'}
        note={findings ? plural(errors, 'error') : 'not asked'}
        href="#/governance?tab=findings"
        status={findings ? (errors > 0 ? 'fail' : findings.length > 0 ? 'warn' : 'ok') : 'none'}
      />
      <Tile
        title="Columns described"
        figure={total ? share(total.columnsDescribed, total.columns) : share(described, columns)}
        note="own and inherited"
        href="#/governance?tab=coverage"
      />
      <Tile
        title="Contracts"
        figure={models.filter(({ contract }) => contract).length}
        note={`of ${plural(models.length, 'model')}`}
        href="#/governance?tab=access"
      />
      <Tile title="Public models" figure={models.filter(({ access }) => access === 'public').length} href="#/governance?tab=access" />
      <Tile title="Tagged columns" figure={block?.tagged.length ?? 0} href="#/governance?tab=tagged" />
      <Tile title="Deprecated" figure={nodes.filter(({ deprecated }) => deprecated).length} href="#/governance?tab=deprecated" />
    </div>
  )
}
