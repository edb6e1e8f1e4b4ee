/** What an editor shows of the thing under the pointer, in Markdown. What people wrote is shown as text, never as markup. */
import { type Hover, MarkupKind } from 'vscode-languageserver'
import type { MacroNode, Resource, SourceNode, UniqueId } from '../../core/node.js'
import { rangeOf } from '../documents.js'
import { configKeys } from './config-keys.js'
import type { Asked } from './context.js'
import { escaped, fenced, listed } from './markdown.js'
import { sameName, targetAt } from './target.js'
import type { Thing } from './thing.js'

export function hover(asked: Asked): Hover | null {
  const target = targetAt(asked)
  const text = target && textOf(target.thing, asked)
  if (!target || !text) return null
  return { contents: { kind: MarkupKind.Markdown, value: text }, range: rangeOf(asked.document, target.start, target.end) }
}

export function textOf(thing: Thing, asked: Asked): string | undefined {
  switch (thing.kind) {
    case 'node':
      return aboutNode(thing.id, asked)
    case 'source':
      return thing.id === undefined ? undefined : aboutNode(thing.id, asked)
    case 'column':
      return aboutColumn(thing.node, thing.column, asked)
    case 'made':
      return aboutMade(thing, asked)
    case 'macro':
      return aboutMacro(thing.id, asked)
    case 'doc':
      return escaped(asked.snapshot.manifest.docs[thing.id]?.block_contents ?? '')
    case 'var':
      return aboutVar(thing.name, asked)
    case 'cte':
      return fenced(asked.text.slice(thing.cte.start, thing.cte.end))
    default:
      return aboutConfig(thing.name)
  }
}

const mostColumns = 40

function aboutNode(id: UniqueId, asked: Asked): string | undefined {
  const { snapshot } = asked
  const resource = snapshot.resource(id)
  if (!resource) return undefined
  const isSource = resource.resource_type === 'source'
  const source = resource as SourceNode
  const title = isSource ? `${source.source_name}.${source.name}` : (resource as { readonly name: string }).name
  const kind = isSource ? 'source' : [resource.resource_type, materialized(resource)].filter(Boolean).join(', ')
  const columns = snapshot.columnsOf(id)
  const rows = columns
    .slice(0, mostColumns)
    .map(({ name, type }) => `| ${escaped(name)} | ${escaped(type ?? '')} | ${escaped(oneLine(columnText(id, name, asked)))} |`)
  const more = columns.length > mostColumns ? [`… and ${columns.length - mostColumns} more`] : []
  return [
    `**${escaped(title)}** (${escaped(kind)})`,
    escaped('description' in resource ? String(resource.description ?? '') : ''),
    ...(isSource ? aboutSource(source) : []),
    facts(resource, asked),
    rows.length > 0 ? ['| column | type | |', '|---|---|---|', ...rows].join('\n') : '',
    ...more,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function materialized(resource: Resource): string {
  const { config } = resource as { readonly config?: { readonly materialized?: unknown } }
  return resource.resource_type === 'model' && typeof config?.materialized === 'string' ? config.materialized : ''
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function aboutSource({ loader, freshness, relation_name: relation }: SourceNode): string[] {
  const limit = (name: string) => {
    const each = (
      freshness as Readonly<Record<string, { readonly count?: number | null; readonly period?: string | null } | null>> | null
    )?.[name]
    return each?.count ? `${name.replace('_after', '')} after ${each.count} ${each.period}${each.count === 1 ? '' : 's'}` : ''
  }
  const fresh = [limit('warn_after'), limit('error_after')].filter(Boolean).join(', ')
  return [listed({ relation: relation ?? '', loader, freshness: fresh })]
}

function facts(resource: Resource, { snapshot }: Asked): string {
  const id = resource.unique_id
  const { graph } = snapshot.opened
  const tests = Object.values(snapshot.manifest.nodes).filter((node) => node.resource_type === 'test' && node.depends_on.nodes.includes(id))
  const isTest = (each: UniqueId) => each.startsWith('test.') || each.startsWith('unit_test.')
  const up = graph.parents(id)
  const down = graph.children(id).filter((each) => !isTest(each))
  return listed({
    owner: ownerOf(resource, snapshot.manifest.groups),
    tests: tests.length > 0 ? `${tests.length}` : '',
    upstream: up.length > 0 ? `${up.length}` : '',
    downstream: down.length > 0 ? `${down.length}` : '',
  })
}

function ownerOf(resource: Resource, groups: Asked['snapshot']['manifest']['groups']): string {
  const { group, meta } = resource as { readonly group?: string | null; readonly meta?: Readonly<Record<string, unknown>> }
  const found = Object.values(groups).find(({ name }) => name === group)
  return String(found?.owner.name ?? found?.owner.email ?? meta?.owner ?? '')
}

function columnText(node: UniqueId, column: string, { snapshot }: Asked): string {
  return snapshot.described?.text(node, column)?.text ?? snapshot.spec(node, column)?.description ?? ''
}

const deepest = 6

function aboutColumn(node: UniqueId, column: string, asked: Asked): string {
  const { snapshot } = asked
  const known = snapshot.columnsOf(node).find(({ name }) => sameName(name, column))
  const said = snapshot.described?.text(node, column)
  const origin = said?.from ? `_from ${escaped(`${shortName(said.from.node)}.${said.from.column}`)}_` : ''
  const tests = testsOf(node, column, asked)
  return [
    `**${escaped(`${shortName(node)}.${known?.name ?? column}`)}**${known?.type ? ` ${escaped(known.type)}` : ''}`,
    escaped(columnText(node, column, asked)),
    origin,
    listed({ tests: tests.join(', ') }),
    chain(node, column, asked),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

export function shortName(id: UniqueId): string {
  const parts = id.split('.')
  return parts[0] === 'source' ? parts.slice(2).join('.') : parts.slice(2).join('.')
}

function testsOf(node: UniqueId, column: string, { snapshot }: Asked): string[] {
  return Object.values(snapshot.manifest.nodes).flatMap((each) =>
    'column_name' in each && each.column_name && each.attached_node === node && sameName(each.column_name, column)
      ? [each.test_metadata?.name ?? each.name]
      : [],
  )
}

/** The way up, with the expression of each step that has one. */
function chain(node: UniqueId, column: string, { snapshot }: Asked): string {
  const lines: string[] = []
  const visit = (id: UniqueId, name: string, depth: number) => {
    const found = snapshot.sqlOf(id)?.columns.find((each) => sameName(each.name, name))
    for (const edge of found?.upstream ?? []) {
      if (lines.length >= 30) return
      const sql = found?.steps[0]?.sql
      lines.push(
        `${'  '.repeat(depth)}- ${escaped(`${shortName(edge.node)}.${edge.column}`)} (${edge.kind})${sql && edge.kind !== 'passthrough' ? ` \`${oneLine(sql).replaceAll('`', "'").slice(0, 200)}\`` : ''}`,
      )
      if (depth < deepest) visit(edge.node, edge.column, depth + 1)
    }
  }
  visit(node, column, 0)
  return lines.length > 0 ? ['Upstream:', ...lines].join('\n') : ''
}

/** An item of this text: its own SQL, and the column it is or becomes. */
function aboutMade({ column }: Extract<Thing, { kind: 'made' }>, asked: Asked): string {
  const node = asked.snapshot.nodesOf(asked.path)[0]
  const own = node && asked.snapshot.columnsOf(node.unique_id).find(({ name }) => sameName(name, column.name))
  const sql = column.item ? fenced(asked.text.slice(column.item.start, column.item.end)) : ''
  const about =
    own && node
      ? aboutColumn(node.unique_id, own.name, asked)
      : column.origin
        ? aboutColumn(column.origin.node, column.origin.column, asked)
        : ''
  return [sql, about].filter((part) => part !== '').join('\n\n')
}

function aboutMacro(id: UniqueId, { snapshot }: Asked): string | undefined {
  const macro = snapshot.manifest.macros[id]
  if (!macro) return undefined
  const args = macro.arguments as readonly { readonly name?: string; readonly type?: string | null; readonly description?: string }[]
  const rows = args.map(
    ({ name, type, description }) =>
      `- ${escaped(name ?? '')}${type ? ` (${escaped(type)})` : ''}${description ? `: ${escaped(oneLine(description))}` : ''}`,
  )
  return [
    fenced(signatureOf(macro)),
    escaped(macro.description),
    rows.join('\n'),
    `_${escaped(`${macro.package_name}: ${macro.original_file_path}`)}_`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** As its tag writes it. */
export function signatureOf({ macro_sql: text, name }: MacroNode): string {
  const match = /\{%[-+]?\s*(?:macro|test|data_test|materialization)\s+([\s\S]*?)\s*[-+]?%\}/.exec(text)
  return match?.[1]?.replace(/\s+/g, ' ') ?? name
}

function aboutVar(name: string, { snapshot }: Asked): string {
  const { config, name: packageName } = snapshot.project.root
  const own = (config.vars[packageName] as Readonly<Record<string, unknown>> | undefined)?.[name]
  const value = snapshot.project.cliVars[name] ?? own ?? config.vars[name]
  return `**${escaped(name)}** (variable)\n\n${value === undefined ? 'Not set in dbt_project.yml.' : fenced(JSON.stringify(value), 'json')}`
}

function aboutConfig(name: string): string | undefined {
  const takes = configKeys.get(name.replaceAll('-', '_')) ?? configKeys.get(name)
  return takes === undefined ? undefined : `**${escaped(name)}** (configuration)${takes === '' ? '' : `\n\n${escaped(takes)}`}`
}
