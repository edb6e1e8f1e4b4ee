/** Expressions of the parser's tree as ours. What has no case of its own becomes a call with what is inside it as parts. */
import type { Call, ColumnRef, Expression, Name } from '../ir.js'
import { isAggregateKind, isAggregateName } from './aggregates.js'
import { detailOf, isName, spelling } from './detail.js'
import { formOf } from './form.js'
import { isRaw, list, type Raw, raws, tagged, text } from './raw.js'
import type { Reader } from './reader.js'

type Case = (fields: Raw, node: unknown) => Expression | undefined

export class ExpressionReader {
  readonly #reader: Reader
  readonly #cases: Readonly<Record<string, Case>>

  constructor(reader: Reader) {
    this.#reader = reader
    const inner: Case = (fields) => this.read(fields.this)
    const query: Case = (_fields, node) => this.#query('value', node)
    const literal = (type: string, value: unknown): Expression => ({ kind: 'literal', type, text: String(value) })
    this.#cases = {
      column: (fields) => this.#column(fields),
      identifier: (fields) => this.#column({ name: fields, span: fields.span }),
      dot: (fields) => this.#dot(fields),
      literal: (fields) => literal(text(fields.literal_type) ?? '', fields.value ?? ''),
      boolean: (fields) => literal('boolean', fields.value),
      null: () => literal('null', 'null'),
      paren: inner,
      annotated: inner,
      alias: (fields) => call('named', [this.read(fields.this)], reader.name(fields.alias)?.text ?? ''),
      subquery: (fields, node) => this.#query('value', isPlainNest(fields) ? fields.this : node),
      select: query,
      union: query,
      except: query,
      intersect: query,
      exists: (fields) => this.#query('exists', fields.this),
      in: (fields) => this.#in(fields),
      any: (fields) => this.#quantified('any', fields),
      all: (fields) => this.#quantified('all', fields),
      lambda: (fields) => ({ kind: 'lambda', parameters: reader.names(fields.parameters), body: this.read(fields.body) }),
      named_argument: (fields) => call('named', [this.read(fields.value)], reader.name(fields.name)?.text ?? ''),
      window_function: (fields) => this.#windowed(fields),
      within_group: (fields) => this.#withinGroup(fields),
      function: (fields) => this.#function(fields),
      star: (fields) => this.#star(fields),
      comprehension: (fields) => this.#comprehension(fields),
      map_func: (fields) => (fields.curly_brace_syntax === true ? this.#struct(fields) : undefined),
    }
  }

  read(node: unknown): Expression {
    const found = tagged(node)
    if (!found) return call('unknown', this.inside(node), '')
    return this.#cases[found.kind]?.(found.fields, node) ?? this.#plain(found.kind, found.fields)
  }

  readAll(nodes: unknown): Expression[] {
    return list(nodes).map((node) => this.read(node))
  }

  /** Expressions wherever they are: below arrays, and below fields that are no nodes themselves. */
  inside(node: unknown): Expression[] {
    if (Array.isArray(node)) return node.flatMap((each: unknown) => (tagged(each) ? this.read(each) : this.inside(each)))
    if (!isRaw(node)) return []
    return Object.entries(node).flatMap(([key, value]) => {
      if (spelling.test(key)) return []
      return tagged(value) && !isName(value) ? [this.read(value)] : this.inside(value)
    })
  }

  /** Which columns it means here, only the function around it knows. */
  #star({ table }: Raw): Call {
    this.#reader.unread('star')
    const name = this.#reader.name(table)
    return call('star', name ? [{ kind: 'column', path: [name], ...(name.span && { span: name.span }) }] : [], '')
  }

  /** `[x * 2 for x in list if x > 1]`. */
  #comprehension(fields: Raw): Call {
    const parameters = raws([tagged(fields.expression)?.fields]).flatMap((each) => this.#reader.names([each.name]))
    const body = call('tuple', this.readAll([fields.this, fields.condition].filter(isRaw)), '')
    return call('comprehension', [this.read(fields.iterator), { kind: 'lambda', parameters, body }], '')
  }

  #query(role: 'value' | 'rows' | 'exists', node: unknown): Expression {
    return { kind: 'query', role, query: this.#reader.query(node) }
  }

  #column(fields: Raw): Expression | undefined {
    if (fields.join_mark === true) this.#reader.unread('join_mark')
    const names = [fields.catalog, fields.schema, fields.table, fields.name].map(this.#reader.name)
    const path = names.filter((each): each is Name => each !== undefined)
    const span = this.#reader.span(fields.span)
    return path.length === 0 ? undefined : { kind: 'column', path, ...(span && { span }) }
  }

  #dot(fields: Raw): Expression {
    const base = this.read(fields.this)
    const field = this.#reader.name(fields.field ?? fields.name)
    return base.kind === 'column' && field ? extended(base, field) : call('dot', [base], field?.text ?? '')
  }

  #in(fields: Raw): Expression {
    const parts = [this.read(fields.this), ...this.readAll(fields.expressions)]
    if (isRaw(fields.query)) parts.push(this.#query('rows', fields.query))
    if (isRaw(fields.unnest)) parts.push(this.read(fields.unnest))
    return { ...call('in', parts, fields.not === true ? 'not' : ''), form: detailOf(fields) }
  }

  #quantified(name: string, fields: Raw): Expression {
    const right = isQuery(fields.subquery) ? this.#query('rows', fields.subquery) : this.read(fields.subquery)
    return { ...call(name, [this.read(fields.this), right], text(fields.op) ?? ''), form: detailOf(fields) }
  }

  #function(fields: Raw): Expression {
    const name = (text(fields.name) ?? '').toLowerCase()
    const [first] = list(fields.args)
    if (name === 'array' && isQuery(first)) return call('array', [this.#query('rows', first)], '')
    const role = isAggregateName(name) || fields.filter || fields.distinct === true ? 'aggregate' : 'plain'
    return { kind: 'call', name, role, parts: this.inside(fields), detail: detailOf(fields), form: formOf(fields) }
  }

  #plain(kind: string, fields: Raw): Call {
    const name = kind === 'aggregate_function' ? (text(fields.name) ?? kind).toLowerCase() : kind
    const role = isAggregateKind(kind) ? 'aggregate' : 'plain'
    const parts = comparisons.test(kind) ? asRows(this.inside(fields)) : this.inside(fields)
    return { kind: 'call', name, role, parts, detail: detailOf(fields), form: `${kind} ${formOf(fields)}` }
  }

  #withinGroup(fields: Raw): Expression {
    const inner = this.read(fields.this)
    const order = this.inside(fields.order_by)
    const form = `within ${formOf(fields.order_by)}`
    if (inner.kind !== 'call') return { ...call('within', [inner, ...order], ''), form }
    const parts = [...inner.parts, ...order]
    return { ...inner, role: 'aggregate', parts, detail: `${inner.detail} within`, form: `${inner.form} ${form}` }
  }

  #windowed(fields: Raw): Call {
    const over = isRaw(fields.over) ? fields.over : {}
    const inner = this.read(fields.this)
    const base = inner.kind === 'call' ? inner : call('value', [inner], '')
    const parts = [...base.parts, ...this.inside(over.partition_by), ...this.inside(over.order_by), ...this.inside(over.frame)]
    const window = this.#reader.name(over.window_name)
    const frame = isRaw(over.frame) ? detailOf(over.frame) : ''
    const detail = [base.detail, detailOf(over), ...raws(over.order_by).map(detailOf), frame].join(' ').trim()
    const { window_name: _name, ...said } = over
    const own = { from: base.parts.length, form: formOf(said) }
    return { ...base, role: 'window', parts, ...(window && { window }), detail, over: own }
  }

  /** `{'a': x}`: keys are names where they are literals. */
  #struct(fields: Raw): Expression | undefined {
    const keys = list(fields.keys).map((key) => tagged(key))
    if (keys.some((key) => key?.kind !== 'literal' && key?.kind !== 'column')) return undefined
    const names = keys.map((key) => (key?.kind === 'column' ? this.#reader.name(key.fields.name)?.text : text(key?.fields.value)) ?? '')
    const values = this.readAll(fields.values)
    return call(
      'struct',
      values.map((value, index) => call('named', [value], names[index] ?? '')),
      '',
    )
  }
}

function call(name: string, parts: readonly Expression[], detail: string): Call {
  return { kind: 'call', name, role: 'plain', parts, detail, form: detail }
}

function extended(base: ColumnRef, field: Name): ColumnRef {
  const span = base.span && field.span ? { start: base.span.start, end: field.span.end } : base.span
  return { kind: 'column', path: [...base.path, field], ...(span && { span }) }
}

const comparisons = /^(eq|neq|lt|lte|gt|gte|null_safe_eq|null_safe_neq)$/

/** `(a, b) = (select c, d …)`: the query gives rows. */
function asRows(parts: readonly Expression[]): Expression[] {
  const rows = parts.some((each) => each.kind === 'call' && /^(tuple|row|struct)$/.test(each.name))
  return parts.map((each) => (rows && each.kind === 'query' ? { ...each, role: 'rows' as const } : each))
}

/** Brackets around a query and nothing else. */
export function isPlainNest(fields: Raw): boolean {
  return !fields.order_by && !fields.limit && !fields.offset && !fields.with
}

function isQuery(node: unknown): boolean {
  return /^(select|union|except|intersect|values|subquery)$/.test(tagged(node)?.kind ?? '')
}
