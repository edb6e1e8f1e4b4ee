/** Teams: who owns what, what of it is failing, and what nobody owns. */
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { SiteNode } from '../../model/index.js'
import { useBlock } from '../data.js'
import {
  Breadcrumbs,
  Command,
  EmptyState,
  Filter,
  formatCount,
  Loading,
  Meter,
  NodeList,
  plural,
  Status,
  share,
  Tile,
  usePaged,
} from '../parts.js'
import type { PageProps } from './page-props.js'
import { findTeam, isMail, standingOf, type Team, teamLink, teamsOf } from './teams.js'

export function Owners({ site, route }: PageProps): JSX.Element {
  const exposures = useBlock(site.index, 'exposures')
  const teams = useMemo(() => teamsOf(site.index, exposures?.exposures ?? []), [exposures])
  if (exposures === null)
    return (
      <>
        <h1>Owners</h1>
        <Loading />
      </>
    )
  const asked = route.argument || (route.query.get('group') ?? '')
  const team = findTeam(teams, asked)
  if (team) return <TeamPage team={team} />
  const orphans = site.index.nodes.filter((node) => node.type === 'model' && !node.group && !node.owner)
  return <TeamList teams={teams} orphans={orphans} asked={asked} wanted={(route.query.get('q') ?? '').toLowerCase()} />
}

function TeamList(props: { teams: readonly Team[]; orphans: readonly SiteNode[]; asked: string; wanted: string }): JSX.Element {
  const { teams, orphans, asked, wanted } = props
  const found = teams.filter(({ name, contact }) => `${name} ${contact}`.toLowerCase().includes(wanted))
  const { shown, pager } = usePaged(found, 60)
  return (
    <>
      <h1>Owners</h1>
      {asked ? (
        <EmptyState title="No such owner">
          Nothing here belongs to <bdi>{asked.slice(0, 100)}</bdi>.
        </EmptyState>
      ) : null}
      {teams.length === 0 ? (
        <EmptyState title="No owners are declared">
          Declare <code>groups:</code> in a properties file and give models their <code>group:</code>, or name people by{' '}
          <code>meta: {'{owner: …}'}</code>.
        </EmptyState>
      ) : null}
      {teams.length > 12 ? (
        <div class="filters">
          <Filter label="Find an owner" />
        </div>
      ) : null}
      <div class="cards">
        {shown.map((team) => (
          <TeamCard key={`${team.kind} ${team.name}`} team={team} />
        ))}
      </div>
      {pager}
      {orphans.length > 0 ? (
        <section>
          <h2>Models without an owner</h2>
          <p class="quiet">{plural(orphans.length, 'model')} of no group, and without an owner in their meta.</p>
          <NodeList nodes={orphans} pageKey="orphans" />
        </section>
      ) : null}
    </>
  )
}

function TeamCard({ team }: { team: Team }): JSX.Element {
  const { troubled, tests, tested, testable } = standingOf(team.nodes)
  return (
    <section class="card">
      <h2>
        <a class="node-link" href={teamLink(team.name)}>
          <bdi>{team.name}</bdi>
        </a>
      </h2>
      <Contact team={team} />
      <p>
        {plural(team.nodes.length, 'node')} · {plural(tests.ok + tests.warn + tests.fail + tests.skipped + tests.none, 'test')} · tested{' '}
        {share(tested, testable)}
      </p>
      {troubled.length > 0 ? (
        <Status
          status={tests.fail > 0 || troubled.some(({ status }) => status === 'fail') ? 'fail' : 'warn'}
          text={`${troubled.length} need a look`}
        />
      ) : (
        <span class="quiet">nothing needs a look</span>
      )}
    </section>
  )
}

function Contact({ team: { kind, contact, email, description } }: { team: Team }): JSX.Element {
  return (
    <>
      <p class="quiet">
        {kind === 'group' ? 'group' : 'owner'}
        {contact ? (
          <>
            {' · '}
            <bdi>{contact}</bdi>
          </>
        ) : null}
        {email ? ' · ' : ''}
        {isMail(email) ? <a href={`mailto:${email}`}>{email}</a> : <bdi>{email}</bdi>}
      </p>
      {description ? (
        <p>
          <bdi>{description}</bdi>
        </p>
      ) : null}
    </>
  )
}

function TeamPage({ team }: { team: Team }): JSX.Element {
  const { troubled, tests, tested, testable, columns, described } = standingOf(team.nodes)
  const offered = team.nodes.filter((node) => node.access === 'public' || node.type === 'exposure')
  return (
    <>
      <Breadcrumbs trail={[['Owners', '#/owners'], [team.name]]} />
      <h1>
        <bdi>{team.name}</bdi>
      </h1>
      <Contact team={team} />
      <div class="tiles">
        <Tile title="Owns" figure={formatCount(team.nodes.length)} note={byType(team.nodes)} />
        <Tile
          title="Needs a look"
          figure={troubled.length}
          note="failed, skipped, warned or stale"
          status={troubled.length === 0 ? 'ok' : tests.fail > 0 ? 'fail' : 'warn'}
        />
        <Tile
          title="Tests"
          figure={formatCount(tests.ok + tests.warn + tests.fail + tests.skipped + tests.none)}
          note={<TestWords tests={tests} />}
        />
        <Tile title="Tested" figure={share(tested, testable)} note={`${tested} of ${testable}`} />
        <Tile title="Columns described" figure={share(described, columns)} note={`${described} of ${columns}`} />
      </div>
      <section>
        <h2>Needs a look</h2>
        {troubled.length === 0 ? (
          <p class="quiet">Nothing failed, warned or came late in the last run.</p>
        ) : (
          <NodeList nodes={troubled} pageKey="troubled" />
        )}
      </section>
      {offered.length > 0 && offered.length < team.nodes.length ? (
        <section>
          <h2>Offered to others</h2>
          <NodeList nodes={offered} pageKey="offered" />
        </section>
      ) : null}
      <section>
        <h2>All they own</h2>
        <NodeList
          nodes={team.nodes}
          columns={[
            { title: 'Tests', number: true, cell: (node) => formatCount(Object.values(node.tests).reduce((sum, count) => sum + count, 0)) },
            { title: 'Columns described', number: true, cell: (node) => <Meter part={node.described} whole={node.columns} goal={0.9} /> },
          ]}
        />
      </section>
      <p>
        <Command text={`sluice build --select ${selectors(team).map(quoted).join(' ')}`} />
      </p>
    </>
  )
}

function TestWords({ tests }: { tests: ReturnType<typeof standingOf>['tests'] }): JSX.Element {
  return (
    <>
      {(['fail', 'warn', 'ok'] as const).map((status) =>
        tests[status] > 0 ? (
          <span key={status} class="count">
            <Status status={status} /> {tests[status]}
          </span>
        ) : null,
      )}
    </>
  )
}

function byType(nodes: readonly SiteNode[]): string {
  const counts = new Map<string, number>()
  for (const { type } of nodes) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts].map(([type, count]) => plural(count, type.replace('_', ' '))).join(', ')
}

function selectors({ kind, name, contact, alsoOwner }: Team): string[] {
  const group = kind === 'group' ? [`group:${name}`] : []
  return alsoOwner ? [...group, `config.meta.owner:${contact || name}`] : group
}

function quoted(text: string): string {
  return /^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
