/** Expressions of PostgreSQL's tree as ours. What has no case of its own becomes a call with what is inside it as parts. */
import type { Call, ColumnRef, Expression, Name } from '../ir.js'
import { isAggregateKind, isAggregateName } from '../polyglot/aggregates.js'
import { type Reader, UnreadableError } from './reader.js'
import { all, formOf, isRaw, list, type Raw, raw, tagged, text, texts } from './tree.js'
import { typeText } from './types.js'

type Case = (fields: Raw, kind: string) => Expression

const operators: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'mod',
  '=': 'eq',
  '<>': 'neq',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
  '||': 'concat',
  '->': 'json_extract',
  '->>': 'json_extract_scalar',
  '~': 'regexp_like',
}

const shapes: Readonly<Record<string, string>> = {
  AEXPR_OP_ANY: 'any',
  AEXPR_OP_ALL: 'all',
  AEXPR_DISTINCT: 'null_safe_neq',
  AEXPR_NOT_DISTINCT: 'null_safe_eq',
  AEXPR_NULLIF: 'nullif',
  AEXPR_IN: 'in',
  AEXPR_LIKE: 'like',
  AEXPR_ILIKE: 'i_like',
  AEXPR_SIMILAR: 'similar_to',
  AEXPR_BETWEEN: 'between',
  AEXPR_NOT_BETWEEN: 'between',
  AEXPR_BETWEEN_SYM: 'between',
  AEXPR_NOT_BETWEEN_SYM: 'between',
}

const kinds: Readonly<Record<string, string>> = {
  CoalesceExpr: 'coalesce',
  NullTest: 'is_null',
  BooleanTest: 'is_true',
  CaseExpr: 'case',
  A_ArrayExpr: 'array_func',
  CollateClause: 'collation',
  GroupingFunc: 'grouping',
  ParamRef: 'parameter',
}

export class ExpressionReader {
  readonly #reader: Reader
  readonly #cases: Readonly<Record<string, Case>>

  constructor(reader: Reader) {
    this.#reader = reader
    this.#cases = {
      ColumnRef: (fields) => this.#column(fields),
      A_Const: (fields) => constant(fields),
      A_Expr: (fields) => this.#operation(fields),
      BoolExpr: (fields) => this.#call(String(fields.boolop).replace('_EXPR', '').toLowerCase(), this.readAll(fields.args), fields),
      A_Indirection: (fields) => this.#indirection(fields),
      A_Star: (fields) => this.#call('star', [], fields),
      FuncCall: (fields) => this.#function(fields),
      SubLink: (fields) => this.#subLink(fields),
      TypeCast: (fields) => this.#call('cast', [this.read(fields.arg)], { to: typeText(fields.typeName) }),
      MinMaxExpr: (fields) => this.#call(fields.op === 'IS_LEAST' ? 'least' : 'greatest', this.readAll(fields.args), fields),
      SQLValueFunction: (fields) => this.#call(String(fields.op).replace('SVFOP_', '').toLowerCase(), [], fields),
      RowExpr: (fields) => this.#call(fields.row_format === 'COERCE_EXPLICIT_CALL' ? 'row' : 'tuple', this.readAll(fields.args), fields),
      NamedArgExpr: (fields) => this.#call('named', [this.read(fields.arg)], { name: fields.name }, text(fields.name) ?? ''),
      SortBy: (fields) => this.#sorted(fields),
      List: (fields) => this.#call('tuple', this.readAll(fields.items), {}),
      GroupingSet: (fields) => this.#groups(fields),
      JsonArrayAgg: (fields) => this.#jsonAggregate('json_arrayagg', fields),
      JsonObjectAgg: (fields) => this.#jsonAggregate('json_objectagg', fields),
      SetToDefault: () => {
        throw new UnreadableError('default')
      },
    }
  }

  read(node: unknown): Expression {
    const found = tagged(node)
    if (!found) return this.#call('nothing', this.inside(node), {})
    const known = this.#cases[found.kind]
    return known ? known(found.fields, found.kind) : this.#plain(found.kind, found.fields)
  }

  readAll(nodes: unknown): Expression[] {
    return list(nodes).flatMap((node) => (isRaw(node) && Object.keys(node).length === 0 ? [] : [this.read(node)]))
  }

  /** Expressions wherever they are below fields that are no nodes themselves. */
  inside(node: unknown): Expression[] {
    if (Array.isArray(node)) return node.flatMap((each: unknown) => this.#below(each))
    if (!isRaw(node)) return []
    return Object.entries(node).flatMap(([key, value]) => (key === 'typeName' ? [] : this.#below(value)))
  }

  #below(node: unknown): Expression[] {
    const found = tagged(node)
    if (!found) return this.inside(node)
    return /^(String|Integer|Float|TypeName|JsonFormat|JsonReturning)$/.test(found.kind) ? [] : [this.read(node)]
  }

  #plain(kind: string, fields: Raw): Expression {
    if (kind.endsWith('Stmt')) throw new UnreadableError(kind)
    const name = kinds[kind] ?? snake(kind)
    return this.#call(name, this.inside(fields), fields)
  }

  #call(name: string, parts: readonly Expression[], said: Raw, detail = detailOf(said)): Call {
    return { kind: 'call', name, role: 'plain', parts, detail, form: `${name} ${formOf(said)}` }
  }

  #column({ fields, location }: Raw): Expression {
    const path = this.#reader.places.names(texts(fields), location)
    const last = path.at(-1)
    if (path.length === 0) return this.#call('star', [], {})
    const start = path[0]?.span?.start
    const end = last?.span?.end
    return { kind: 'column', path, ...(start !== undefined && end !== undefined && { span: { start, end } }) }
  }

  #operation(fields: Raw): Expression {
    const kind = String(fields.kind)
    const operator = texts(fields.name).at(-1) ?? ''
    const left = fields.lexpr === undefined ? [] : [this.read(fields.lexpr)]
    const right = this.#right(fields.rexpr, kind)
    if (kind === 'AEXPR_OP') return this.#operator(operator, left, right)
    const negated = /NOT_BETWEEN/.test(kind) || (kind === 'AEXPR_IN' && operator === '<>') || operator.startsWith('!~')
    const said = { kind, ...(/^AEXPR_OP_/.test(kind) && { operator }), ...(negated && { not: true }) }
    return this.#call(shapes[kind] ?? 'operator', [...left, ...right], said)
  }

  #operator(operator: string, left: readonly Expression[], right: readonly Expression[]): Expression {
    const known = left.length === 0 ? (operator === '-' ? 'neg' : undefined) : operators[operator]
    return this.#call(known ?? 'operator', [...left, ...right], { operator }, known ? '' : operator)
  }

  #right(node: unknown, kind: string): Expression[] {
    const found = tagged(node)
    if (found?.kind === 'List') return this.readAll(found.fields.items)
    // The pattern of `similar to` is wrapped by the parser.
    if (kind === 'AEXPR_SIMILAR' && found?.kind === 'FuncCall') return this.readAll(found.fields.args)
    return node === undefined ? [] : [this.read(node)]
  }

  /** `(x).a` is a column with a field; a subscript makes a call. */
  #indirection({ arg, indirection }: Raw): Expression {
    let base = this.read(arg)
    for (const step of list(indirection)) {
      const found = tagged(step)
      if (found?.kind === 'A_Star') throw new UnreadableError('the fields of an expression')
      if (found?.kind === 'String') base = field(base, text(found.fields.sval) ?? '', (...args) => this.#call(...args))
      else base = this.#call('subscript', [base, ...this.inside(found?.fields)], { slice: found?.fields.is_slice })
    }
    return base
  }

  #function(fields: Raw): Expression {
    const path = texts(fields.funcname)
    const name = path.at(-1) ?? ''
    const order = this.readAll(fields.agg_order)
    const args = this.readAll(fields.args)
    const filter = fields.agg_filter === undefined ? [] : [this.read(fields.agg_filter)]
    const said = { name: path.filter((each) => each !== 'pg_catalog').join('.'), ...flags(fields) }
    const over = isRaw(fields.over) ? fields.over : undefined
    const aggregate = isAggregateKind(name) || isAggregateName(name) || fields.agg_star === true || fields.agg_distinct === true
    const role = over ? 'window' : aggregate || filter.length > 0 || order.length > 0 ? 'aggregate' : 'plain'
    const parts = [...args, ...order, ...filter]
    const found = { ...this.#call(name, parts, { ...said, order: sortForm(fields.agg_order), filter: filter.length }, ''), role } as const
    const detail = detailOf(flags(fields))
    if (!over) return { ...found, detail }
    return { ...found, ...this.#over(over, found), detail: `${detail} ${formOf(frameOf(over))}`.trim() }
  }

  #over(over: Raw, base: Call): Pick<Call, 'parts' | 'window' | 'over'> {
    const window = text(over.name) ?? text(over.refname)
    const form = formOf({ ...frameOf(over), partition: list(over.partitionClause).length, order: sortForm(over.orderClause) })
    return {
      parts: [...base.parts, ...this.windowParts(over)],
      ...(window !== undefined && { window: { text: window, quoted: true } }),
      over: { from: base.parts.length, form },
    }
  }

  /** Partition, order and frame. */
  windowParts(window: Raw): Expression[] {
    const offsets = [window.startOffset, window.endOffset].filter((each) => each !== undefined)
    return [...this.readAll(window.partitionClause), ...this.readAll(window.orderClause), ...this.readAll(offsets)]
  }

  #sorted(fields: Raw): Expression {
    const value = this.read(fields.node)
    const form = sortForm([{ SortBy: fields }])
    return form === '[]' ? value : this.#call('ordered', [value], { form })
  }

  #groups(fields: Raw): Expression {
    const kind = String(fields.kind).replace('GROUPING_SET_', '').toLowerCase()
    const name = kind === 'sets' ? 'grouping sets' : kind === 'empty' ? 'tuple' : kind
    return this.#call(name, this.readAll(fields.content), {})
  }

  #jsonAggregate(name: string, fields: Raw): Expression {
    const made = raw(fields.constructor)
    const parts = [...this.inside(fields.arg), ...this.readAll(made.agg_order), ...this.inside({ filter: made.agg_filter })]
    const over = isRaw(made.over) ? made.over : undefined
    const base: Call = { ...this.#call(name, parts, { ...fields, constructor: flags(made) }, ''), role: 'aggregate' }
    return over ? { ...base, ...this.#over(over, base), role: 'window' } : base
  }

  #subLink(fields: Raw): Expression {
    const query = (role: 'value' | 'rows' | 'exists'): Expression => ({ kind: 'query', role, query: this.#reader.query(fields.subselect) })
    const operator = texts(fields.operName).at(-1)
    const test = fields.testexpr === undefined ? [] : [this.read(fields.testexpr)]
    switch (fields.subLinkType) {
      case 'EXISTS_SUBLINK':
        return query('exists')
      case 'ARRAY_SUBLINK':
        return this.#call('array', [query('rows')], {})
      case 'ANY_SUBLINK':
        return this.#call(operator === undefined ? 'in' : 'any', [...test, query('rows')], { operator })
      case 'ALL_SUBLINK':
        return this.#call('all', [...test, query('rows')], { operator })
      default:
        return query('value')
    }
  }
}

type MakeCall = (name: string, parts: readonly Expression[], said: Raw, detail?: string) => Call

function field(base: Expression, name: string, call: MakeCall): Expression {
  const step: Name = { text: name, quoted: true }
  if (base.kind !== 'column') return call('dot', [base], { name }, name)
  return { ...base, path: [...base.path, step] } satisfies ColumnRef
}

function constant(fields: Raw): Expression {
  const literal = (type: string, value: unknown): Expression => ({ kind: 'literal', type, text: String(value) })
  if (fields.isnull === true) return literal('null', 'null')
  if (isRaw(fields.ival)) return literal('number', fields.ival.ival ?? 0)
  if (isRaw(fields.fval)) return literal('number', fields.fval.fval ?? 0)
  if (isRaw(fields.boolval)) return literal('boolean', fields.boolval.boolval ?? false)
  if (isRaw(fields.bsval)) return literal('bits', fields.bsval.bsval ?? '')
  return literal('string', raw(fields.sval).sval ?? '')
}

/** Sort directions; empty where all are the usual ones. */
function sortForm(nodes: unknown): string {
  const said = all(nodes, 'SortBy').map((each) => {
    const using = texts(each.useOp).join('.')
    const direction = each.sortby_dir === 'SORTBY_ASC' ? 'SORTBY_DEFAULT' : String(each.sortby_dir)
    return [direction, String(each.sortby_nulls), using].filter((word) => word !== '' && !word.endsWith('_DEFAULT')).join(' ')
  })
  return said.every((each) => each === '') ? '[]' : `[${said.join()}]`
}

function frameOf({ frameOptions, name, refname }: Raw): Raw {
  return { ...(frameOptions !== undefined && { frameOptions }), ...((name ?? refname) !== undefined && { window: name ?? refname }) }
}

function flags(fields: Raw): Raw {
  return Object.fromEntries(Object.entries(fields).filter(([key, value]) => value === true || key === 'ignore_nulls'))
}

function detailOf(said: Raw): string {
  return Object.entries(said)
    .filter(([key, value]) => key !== 'location' && /^(string|number|boolean)$/.test(typeof value))
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(' ')
}

function snake(kind: string): string {
  return kind.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
}
