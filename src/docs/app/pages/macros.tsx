/** Macros of the project and its packages: what they say, and who calls them. The built-in ones are only counted. */
import type { JSX } from 'preact'
import type { MacrosBlock, SiteMacro } from '../../model/index.js'
import { Markdown } from '../markdown.js'
import { Breadcrumbs, EmptyState, Filter, formatCount, Heads, NodeList, plural, Sql, usePaged, WithBlock } from '../parts.js'
import { type Site, setQuery } from '../site.js'
import { baseOf, type MacroUsage, macroUsage, usersOf } from './macro-usage.js'
import type { PageProps } from './page-props.js'

export function Macros({ site, route }: PageProps): JSX.Element {
  const empty = <EmptyState title="This site has no macros" command="sluice docs generate" />
  return (
    <>
      {route.argument ? null : <h1>Macros</h1>}
      <WithBlock site={site} name="macros" empty={empty}>
        {(block) => {
          const usage = macroUsage(block)
          const macro = usage.byId.get(route.argument)
          if (macro) return <MacroPage site={site} macro={macro} usage={usage} />
          return <MacroList site={site} block={block} usage={usage} route={route} />
        }}
      </WithBlock>
    </>
  )
}

function MacroList({ site, block, usage, route }: PageProps & { block: MacrosBlock; usage: MacroUsage }): JSX.Element {
  const wanted = (route.query.get('q') ?? '').toLowerCase()
  const origin = route.query.get('package') ?? ''
  const packages = [...new Set(block.macros.map((macro) => macro.package))]
  const found = block.macros.filter((macro) => {
    const base = baseOf(macro)
    // What is chosen by dispatch stands beside the macro that asks, unless it is looked for.
    if (!wanted && base && usage.byId.has(base)) return false
    return (!origin || macro.package === origin) && `${macro.name} ${macro.description}`.toLowerCase().includes(wanted)
  })
  const builtin = block.builtin.reduce((sum, [, count]) => sum + count, 0)
  return (
    <>
      {route.argument ? (
        <>
          <h1>Macros</h1>
          <EmptyState title="No such macro">
            <code>{route.argument.slice(0, 200)}</code> is built in, or not part of this project.
          </EmptyState>
        </>
      ) : null}
      <p class="quiet">
        {plural(block.macros.length, 'macro')} of the project and its packages
        {builtin > 0
          ? `; ${formatCount(builtin)} more are built in (${block.builtin.map(([name, count]) => `${name}: ${count}`).join(', ')})`
          : ''}
        .
      </p>
      {block.macros.length === 0 ? (
        <EmptyState title="No macros yet">
          Files below <code>macros/</code> define them; packages bring more.
        </EmptyState>
      ) : (
        <>
          <div class="filters">
            <Filter label="Find a macro" />
            {packages.length > 1 ? <PackageChoice packages={packages} value={origin} /> : null}
          </div>
          <MacroTable site={site} macros={found} usage={usage} />
        </>
      )}
    </>
  )
}

function PackageChoice({ packages, value }: { packages: readonly string[]; value: string }): JSX.Element {
  return (
    <label>
      Package
      <select value={value} onChange={(event) => setQuery({ package: event.currentTarget.value, page: '' })}>
        <option value="">all</option>
        {packages.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

function MacroTable({ macros, usage }: { site: Site; macros: readonly SiteMacro[]; usage: MacroUsage }): JSX.Element {
  const { shown, pager } = usePaged(macros, 100)
  if (macros.length === 0) return <EmptyState title="No macro fits">Clear the search or the package.</EmptyState>
  return (
    <>
      <table class="list stacks">
        <Heads titles={['Macro', 'Package', 'Description', { number: 'Nodes' }, { number: 'Tests' }]} />
        <tbody>
          {shown.map((macro) => (
            <tr key={macro.id}>
              <td>
                <MacroLink macro={macro} />{' '}
                {(usage.implementations.get(macro.id) ?? []).map((each) => (
                  <a key={each.id} class="tag" href={macroLink(each.id)} title={each.name}>
                    {each.name.split('__')[0]}
                  </a>
                ))}
              </td>
              <td>
                <bdi>{macro.package}</bdi>
              </td>
              <td>
                <bdi>{sentence(macro.description)}</bdi>
              </td>
              <td class="number" data-title="Nodes">
                {formatCount(usersOf(usage, macro.id).size)}
              </td>
              <td class="number" data-title="Tests">
                {formatCount(macro.tests)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pager}
    </>
  )
}

function MacroPage({ site, macro, usage }: { site: Site; macro: SiteMacro; usage: MacroUsage }): JSX.Element {
  const users = usersOf(usage, macro.id)
  const nodes = [...users.keys()].flatMap((place) => site.index.nodes[place] ?? [])
  const through = (place: number | undefined) => (place === undefined ? null : usage.byId.get(users.get(place) ?? ''))
  const callers = usage.callers.get(macro.id) ?? []
  return (
    <>
      <Breadcrumbs
        trail={[['Macros', '#/macros'], [macro.package, `#/macros?package=${encodeURIComponent(macro.package)}`], [macro.name]]}
      />
      <h1 class="mono-name">
        <bdi>{macro.name}</bdi>
      </h1>
      <p class="quiet">
        <bdi>{macro.file}</bdi> · used by {plural(nodes.length, 'node')}
        {macro.tests > 0 ? ` and ${plural(macro.tests, 'test')}` : ''}
      </p>
      {macro.description ? <Markdown text={macro.description} /> : null}
      {macro.description ? null : (
        <EmptyState title="Not described yet">
          Describe it under <code>macros:</code> in a properties file.
        </EmptyState>
      )}
      {macro.arguments.length > 0 ? <Arguments macro={macro} /> : null}
      {macro.sql ? <Sql label={macro.file} text={macro.sql} /> : <p class="quiet">Its SQL is left out of this site.</p>}
      <div class="columns">
        <MacroNames title="Calls" ids={macro.calls} usage={usage} none="no other macro" />
        <MacroNames title="Called by macros" ids={callers} usage={usage} none="by none" />
        {usage.implementations.has(macro.id) ? (
          <MacroNames
            title="Chosen by warehouse"
            ids={(usage.implementations.get(macro.id) ?? []).map(({ id }) => id)}
            usage={usage}
            none=""
          />
        ) : null}
      </div>
      <section>
        <h2>Used by nodes</h2>
        {nodes.length === 0 ? (
          <p class="quiet">No node calls it on this target.</p>
        ) : (
          <NodeList
            nodes={nodes}
            columns={[
              {
                title: 'Through',
                cell: (node) => {
                  const by = through(site.position.get(node.id))
                  return by ? <MacroLink macro={by} /> : <span class="quiet">itself</span>
                },
              },
            ]}
          />
        )}
      </section>
    </>
  )
}

function Arguments({ macro }: { macro: SiteMacro }): JSX.Element {
  return (
    <section>
      <h2>Arguments</h2>
      <table class="list">
        <Heads titles={['Name', 'Type', 'Description']} />
        <tbody>
          {macro.arguments.slice(0, 200).map((each, at) => (
            <tr key={at}>
              <th scope="row">
                <bdi>{each.name}</bdi>
              </th>
              <td class="mono">{each.type}</td>
              <td>{each.description ? <Markdown text={each.description} /> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function MacroNames(props: { title: string; ids: readonly string[]; usage: MacroUsage; none: string }): JSX.Element {
  const { title, ids, usage, none } = props
  return (
    <section>
      <h2>{title}</h2>
      {ids.length === 0 ? <p class="quiet">{none}</p> : null}
      <ul class="plain-list">
        {ids.slice(0, 100).map((id) => {
          const known = usage.byId.get(id)
          return (
            <li key={id}>
              {known ? <MacroLink macro={known} /> : <code>{id.replace(/^macro\./, '')}</code>}
              {known ? null : <span class="quiet"> built in</span>}
            </li>
          )
        })}
        {ids.length > 100 ? <li class="quiet">and {ids.length - 100} more</li> : null}
      </ul>
    </section>
  )
}

function MacroLink({ macro }: { macro: SiteMacro }): JSX.Element {
  return (
    <a class="node-link mono" href={macroLink(macro.id)}>
      <bdi>{macro.name}</bdi>
    </a>
  )
}

function macroLink(id: string): string {
  return `#/macros/${encodeURIComponent(id)}`
}

function sentence(text: string): string {
  const plain = text.slice(0, 400).replaceAll(/\s+/g, ' ').trim()
  return plain.length > 160 ? `${plain.slice(0, 157)}…` : plain
}
