/** `pii`: personal data do not reach what others see. Followed from column to column, through everything but functions that mask. */
import { findResource } from '../../core/manifest.js'
import type { UniqueId } from '../../core/node.js'
import { alongColumns, type ColumnEdge, type ColumnId, type NodeColumn, tagsOf } from '../../lineage/index.js'
import type { Dialect } from '../../sql/index.js'
import { type Facts, labelOf } from '../facts.js'
import type { Draft, Kind, Rule } from '../rule.js'
import { codeTokens, type Token, tokensOf } from '../scan/tokens.js'
import { nodesOf } from './naming.js'

const masking = ['md5', 'sha1', 'sha2', 'sha224', 'sha256', 'sha384', 'sha512', 'hash', 'hmac', 'digest', 'count', 'approx_count_distinct']

export const pii: Kind = {
  code: 'RULE_PII',
  meaning:
    'columns with a tag (`pii`, or `meta: {pii: true}`) reach no column of public models and of what exposures read, but through functions that mask',
  takes: ['model', 'snapshot', 'seed', 'source'],
  options: {
    tags: { type: 'texts', meaning: 'tags, or keys of meta that are true; pii where nothing is said' },
    columns: { type: 'pattern', meaning: 'names of source and seed columns that count as tagged' },
    masking_functions: { type: 'texts', meaning: 'functions whose answer is safe, beside those that hash and count' },
    only_masking_functions: { type: 'texts', meaning: 'the same, instead of those that hash and count' },
  },
  *check(rule, facts) {
    const reach = reaching(rule, facts)
    const shown = rule.select ? undefined : shownNodes(facts)
    for (const resource of nodesOf(rule, facts, pii)) {
      const id = resource.unique_id
      if (shown && !shown.has(id)) continue
      yield* columnFindings(id, facts, reach)
      const sql = facts.sql.nodes.get(id)
      if (sql && sql.depth !== 'column' && sql.reads.some((read) => carries(read, facts, reach))) {
        const message = `nobody can tell whether personal data reach ${labelOf(resource)}: ${sql.reason ?? 'its SQL is not understood'}`
        yield { node: resource, message, at: facts.places.definition(resource), about: 'unknown', severity: 'info' }
      }
    }
  },
}

/** Public models, and what exposures read. */
function shownNodes(facts: Facts): ReadonlySet<UniqueId> {
  const open = Object.values(facts.manifest.nodes).filter((node) => 'access' in node && node.access === 'public')
  return new Set([...open.map(({ unique_id }) => unique_id), ...facts.exposed])
}

/** The way from a tagged column: each with the one it is read from; the tagged one has none. */
interface Way extends ColumnId {
  readonly from: Way | null
  readonly kind: string
}

type Reach = (id: ColumnId) => Way | null

function reaching(rule: Rule, facts: Facts): Reach {
  const { options } = rule
  const tags = new Set(options.texts('tags', ['pii']))
  const names = options.has('columns') ? new RegExp(`^(?:${options.pattern('columns')?.source})$`, 'iu') : undefined
  const masks = new Set(
    options.texts('only_masking_functions', [...masking, ...options.texts('masking_functions')]).map((name) => name.toLowerCase()),
  )
  const columns = new Map<UniqueId, ReadonlyMap<string, NodeColumn>>()
  const columnOf = ({ node, column }: ColumnId): NodeColumn | undefined => {
    const known = columns.get(node) ?? new Map(facts.sql.nodes.get(node)?.columns.map((each) => [each.name.toLowerCase(), each]))
    columns.set(node, known)
    return known.get(column.toLowerCase())
  }
  const isTagged = ({ node, column }: ColumnId) =>
    tagsOf(facts.spec(node, column)).some((tag) => tags.has(tag)) || (names?.test(column) === true && /^(?:source|seed)\./.test(node))
  const sourcesOf = (id: ColumnId): readonly ColumnEdge[] => {
    const column = columnOf(id)
    return column ? column.upstream.filter((edge) => !isMasked(column, edge, masks, facts.sql.dialect)) : []
  }
  return alongColumns<Way | null, ColumnEdge>(sourcesOf, (id, above) => {
    if (isTagged(id)) return { node: id.node, column: id.column, from: null, kind: '' }
    const [edge, from] = above.find(([, way]) => way !== null) ?? []
    return edge && from ? { node: id.node, column: id.column, from, kind: edge.kind } : null
  })
}

function* columnFindings(id: UniqueId, facts: Facts, reach: Reach): Generator<Draft> {
  const resource = findResource(facts.manifest, id)
  if (!resource) return
  const located = new Map(facts.sql.nodes.get(id)?.columns.map((column) => [column.name, column.location]))
  for (const column of facts.columns(id)) {
    const way = reach({ node: id, column })
    if (!way) continue
    const text = wayText(way, facts)
    const message = way.from
      ? `personal data reach column ${column} of ${labelOf(resource)}: ${text}`
      : `column ${column} of ${labelOf(resource)} is personal data itself`
    yield {
      node: resource,
      message,
      at: located.get(column) ?? facts.places.column(resource, column),
      about: column,
      expected: 'a column left out, or masked by a function that the rule knows',
      related: way.from ? [{ message: 'tagged here', location: taggedAt(way, facts) }] : [],
    }
  }
}

function wayText(way: Way, { manifest }: Facts): string {
  const name = ({ node, column }: ColumnId) => `${findResource(manifest, node)?.name ?? node}.${column}`
  const steps: string[] = []
  for (let step: Way | null = way; step; step = step.from) steps.push(step.from ? `→ ${name(step)} (${step.kind})` : name(step))
  return steps.reverse().join(' ')
}

function taggedAt(way: Way, facts: Facts) {
  let tagged = way
  while (tagged.from) tagged = tagged.from
  const resource = findResource(facts.manifest, tagged.node)
  return resource ? facts.places.column(resource, tagged.column) : { file: 'dbt_project.yml', line: 1, column: 1 }
}

function carries(id: UniqueId, facts: Facts, reach: Reach): boolean {
  return facts.columns(id).some((column) => reach({ node: id, column }) !== null)
}

/**
 * Whether a column's value is masked on the way. In a step that masks, other columns may stand beside what is masked: they are taken
 * for the one in question where they have its name, and always where further steps may have renamed it.
 */
function isMasked({ steps }: NodeColumn, edge: ColumnEdge, masks: ReadonlySet<string>, dialect: Dialect): boolean {
  return steps.some(({ sql }) => {
    const tokens = codeTokens(tokensOf(sql, dialect))
    const rest = withoutCalls(tokens, masks)
    if (rest.length === tokens.length) return false
    const beside = columnWords(rest)
    return steps.length === 1 ? !beside.includes(edge.column.toLowerCase()) : beside.length === 0
  })
}

/** Calls of these functions cut out, with all in their brackets. */
function withoutCalls(tokens: readonly Token[], names: ReadonlySet<string>): readonly Token[] {
  const rest: Token[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token
    if (token.kind !== 'word' || !names.has(token.text.toLowerCase()) || tokens[at + 1]?.text !== '(') rest.push(token)
    else at = closing(tokens, at + 1)
  }
  return rest
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]?.text === '(') depth++
    else if (tokens[at]?.text === ')' && --depth === 0) return at
  }
  return tokens.length
}

const noColumn = new Set(
  'as null and or not is in like between case when then else end distinct true false interval from over partition by order asc desc'.split(
    ' ',
  ),
)

/** Words that may be columns, lower case: no keywords, no functions, no types of casts. */
function columnWords(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap((token, at) => {
    const text = token.kind === 'quoted' ? token.text.slice(1, -1) : token.text
    const isType = tokens[at - 1]?.text === '::' || tokens[at - 1]?.text.toLowerCase() === 'as'
    const isName = token.kind === 'quoted' || (token.kind === 'word' && !noColumn.has(text.toLowerCase()))
    return isName && !isType && !['(', '.'].includes(tokens[at + 1]?.text ?? '') ? [text.toLowerCase()] : []
  })
}
