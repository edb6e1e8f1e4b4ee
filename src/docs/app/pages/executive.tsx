/** For who asks how things stand, not how they are made: the figures of a day, week or month, promises and incidents. */
import type { JSX } from 'preact'
import type { SiteFigure, SiteReport } from '../../model/index.js'
import { Sparkline } from '../charts/small.js'
import { IdLink } from '../ops/kept-runs.js'
import { DataTable } from '../ops/table.js'
import { Choices, EmptyState, formatTime, plural, Status, Tile, WithBlock } from '../parts.js'
import { type Site, setQuery } from '../site.js'
import type { PageProps } from './page-props.js'

export function Executive({ site, route }: PageProps): JSX.Element {
  const empty = (
    <EmptyState title="No report was made yet." command="sluice report && sluice docs generate">
      Its figures, declared under <code>report:</code> in sluice.yml, stand here with promises and incidents.
    </EmptyState>
  )
  return (
    <>
      <h1>Executive summary</h1>
      <WithBlock site={site} name="report" empty={empty}>
        {({ reports }) => {
          const shown = reports.find(({ kind }) => kind === route.query.get('period')) ?? reports[0]
          return shown ? <Summary site={site} report={shown} kinds={reports.map(({ kind }) => kind)} /> : empty
        }}
      </WithBlock>
    </>
  )
}

function Summary({ site, report, kinds }: { site: Site; report: SiteReport; kinds: readonly string[] }): JSX.Element {
  const open = report.incidents.filter(({ until }) => until === null).length
  return (
    <>
      {kinds.length > 1 ? (
        <Choices
          label="Of the last"
          value={report.kind}
          choices={kinds.map((value) => ({ value, title: value }))}
          onPick={(value) => setQuery({ period: value === kinds[0] ? '' : value })}
        />
      ) : null}
      <p class="lead">
        {report.title}: {report.period}, against {report.previous}. Written {formatTime(report.generatedAt)}.
      </p>
      {report.remarks.map((remark) => (
        <p key={remark} class="quiet">
          {remark}
        </p>
      ))}
      <div class="tiles">
        {report.figures.map((figure) => (
          <FigureTile key={figure.label} figure={figure} />
        ))}
        <Tile title="Rules kept" figure={`${report.rulesKept} of ${report.rules}`} note="passed in every run" href="#/tests" />
        <Tile
          title="Incidents"
          figure={String(report.incidents.length)}
          note={open === 0 ? 'none open' : `${plural(open, 'incident')} open`}
        />
      </div>
      <Promises report={report} />
      <Incidents site={site} report={report} />
      {report.offenders.map(({ label, rows }) => (
        <section key={label}>
          <h2>{label}</h2>
          <DataTable
            name={`o-${label.toLowerCase().replaceAll(/\W+/g, '-')}`}
            caption={label}
            rows={rows}
            id={([who]) => who}
            columns={[
              { key: 'who', title: 'Who', cell: ([who]) => who },
              { key: 'many', title: 'How many', number: true, cell: ([, figure]) => figure.toLocaleString('en') },
            ]}
          />
        </section>
      ))}
    </>
  )
}

function FigureTile({ figure }: { figure: SiteFigure }): JSX.Element {
  const verdict = figure.better === null ? '' : figure.better ? ', better' : ', worse'
  const values = figure.trend.map((value) => value ?? 0)
  return (
    <Tile
      title={figure.label}
      figure={figure.now}
      note={
        <>
          {figure.change}
          {verdict}; before: {figure.before}
          <br />
          <Sparkline values={values} title={`${figure.label} by day since ${figure.from}; last ${figure.now}`} />
        </>
      }
    />
  )
}

function Promises({ report }: { report: SiteReport }): JSX.Element | null {
  if (report.slos.length === 0) return null
  return (
    <section>
      <h2>Promises</h2>
      <DataTable
        name="slos"
        caption="Promises of the project"
        rows={report.slos}
        id={({ name }) => name}
        columns={[
          { key: 'name', title: 'Promise', cell: ({ name }) => name },
          {
            key: 'met',
            title: 'Kept',
            cell: ({ met }) => (met === null ? 'not known' : <Status status={met ? 'ok' : 'fail'} words text={met ? 'kept' : 'broken'} />),
          },
          { key: 'target', title: 'Target', number: true, cell: ({ target }) => target },
          { key: 'actual', title: 'Actual', number: true, cell: ({ actual }) => actual },
          { key: 'budget', title: 'Left of the budget', cell: ({ budget }) => budget },
        ]}
      />
    </section>
  )
}

function Incidents({ site, report }: { site: Site; report: SiteReport }): JSX.Element {
  if (report.incidents.length === 0) return <p>Nothing was broken in these runs.</p>
  return (
    <section>
      <h2>Incidents</h2>
      <DataTable
        name="incidents"
        caption="What was broken, and from when to when"
        rows={report.incidents}
        id={({ node, from }) => `${node} ${from}`}
        columns={[
          { key: 'title', title: 'What', cell: ({ title }) => title },
          { key: 'node', title: 'Where', cell: ({ node }) => <IdLink site={site} id={node} /> },
          { key: 'owner', title: 'Owner', cell: ({ owner }) => owner ?? 'nobody named' },
          { key: 'from', title: 'From', cell: ({ from }) => formatTime(from) },
          { key: 'until', title: 'Until', cell: ({ until }) => (until === null ? 'still open' : formatTime(until)) },
        ]}
      />
    </section>
  )
}
