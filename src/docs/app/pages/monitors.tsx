/** Anomalies: what monitors expected of tables, and what came. */
import type { JSX } from 'preact'
import type { SiteMonitor } from '../../model/index.js'
import { Monitor } from '../ops/monitor.js'
import { EmptyState, plural, usePaged, WithBlock } from '../parts.js'
import type { Site } from '../site.js'
import type { PageProps } from './page-props.js'

export function Monitors({ site }: PageProps): JSX.Element {
  const empty = (
    <EmptyState title="No monitor has run yet." command="sluice test --select test_name:sluice_monitor">
      Declare <code>monitors:</code> in <code>config.meta</code> of a table: the column of its time, and what to watch.
    </EmptyState>
  )
  return (
    <>
      <h1>Anomalies</h1>
      <WithBlock site={site} name="monitors" empty={empty}>
        {({ monitors }) => <List site={site} monitors={monitors} />}
      </WithBlock>
    </>
  )
}

function List({ site, monitors }: { site: Site; monitors: readonly SiteMonitor[] }): JSX.Element {
  const bad = monitors.filter(({ anomalies }) => anomalies.length > 0).length
  const { shown, pager } = usePaged(monitors, 10)
  return (
    <>
      <p class="lead">
        {plural(monitors.length, 'monitor')}, {bad === 0 ? 'all as expected' : `${bad} with anomalies`}
      </p>
      {shown.map((monitor) => {
        const id = site.index.nodes[monitor.node]?.id
        return (
          <section key={monitor.id}>
            <h2>{id ? <a href={`#/node/${encodeURIComponent(id)}`}>{monitor.table}</a> : <bdi>{monitor.table}</bdi>}</h2>
            <Monitor monitor={monitor} />
          </section>
        )
      })}
      {pager}
    </>
  )
}
