/** What a node says beside the nodes inside it, whole: with it, two nodes of one kind can be told apart or taken for the same. */
import { isName } from './detail.js'
import { isRaw, type Raw, tagged } from './raw.js'

/** Ways of writing that never change a meaning. */
const spelling =
  /comments?$|^span$|_text$|^alias_(explicit_as|keyword|first)$|^double_colon_syntax$|^inferred_type$|^(no_parens|bracket_notation|explicit_asc|use_(inner|outer)_keyword|integer_spelling)$/

/** Function names are no matter of case; the marks stand in the order in which `inside` gives the parts. */
export function formOf(fields: unknown): string {
  if (!isRaw(fields)) return form(fields)
  const { name, original_name: original, quoted, ...others } = fields
  const lower = (value: unknown) => (typeof value === 'string' && quoted !== true ? value.toLowerCase() : value)
  return form({ ...others, name: lower(name), original: lower(original), ...(quoted === true && { quoted }) })
}

function form(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map((each: unknown) => (tagged(each) ? '?' : form(each))).join()}]`
  if (!isRaw(node)) return JSON.stringify(node) ?? ''
  if (isName(node)) return `${JSON.stringify(node.name)}${node.quoted === true ? 'q' : ''}`
  const said = Object.entries(node).filter(([key, value]) => !spelling.test(key) && value !== null && value !== undefined)
  return `{${said.map(([key, value]) => `${key}:${tagged(value) && !isName(value) ? '?' : form(value)}`).join()}}`
}

/** Keys that hold something and that nobody has read. */
export function leftOver(fields: Raw, read: ReadonlySet<string>): string[] {
  return Object.keys(fields).filter((key) => !read.has(key) && !spelling.test(key) && says(fields[key]))
}

function says(value: unknown): boolean {
  return value !== null && value !== undefined && value !== false && value !== 0 && !(Array.isArray(value) && value.length === 0)
}

/** The keys of each kind whose values find a place in the tree; other kinds are read whole. */
export const readKeys: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    select:
      'expressions from joins lateral_views where_clause prewhere group_by having qualify qualify_after_window distinct distinct_on windows with order_by limit offset fetch',
    group_by: 'expressions all',
    with: 'ctes recursive',
    cte: 'alias this columns materialized',
    set: 'left right all distinct by_name with order_by limit offset',
    values: 'expressions alias column_aliases with order_by limit offset',
    nested: 'this with order_by limit offset alias column_aliases lateral modifiers_inside',
    join: 'this on using kind match_condition',
    table: 'name schema catalog alias column_aliases',
    column: 'name table schema catalog',
    star: 'table except replace rename',
    lateral: 'this alias alias_quoted column_aliases with_ordinality',
    lateral_view: 'this table_alias column_aliases',
    alias: 'this alias column_aliases alias_columns',
    window: 'name spec',
  }).map(([kind, keys]) => [kind, new Set(keys.split(' '))]),
)
