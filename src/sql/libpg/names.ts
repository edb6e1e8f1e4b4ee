/** The name PostgreSQL gives to an item without an alias. */
import { all, isRaw, list, type Raw, raw, tagged, text, texts } from './tree.js'

const fixed: Readonly<Record<string, string>> = {
  CoalesceExpr: 'coalesce',
  A_ArrayExpr: 'array',
  RowExpr: 'row',
  GroupingFunc: 'grouping',
  XmlSerialize: 'xmlserialize',
  MergeSupportFunc: 'merge_action',
  JsonParseExpr: 'json',
  JsonScalarExpr: 'json_scalar',
  JsonSerializeExpr: 'json_serialize',
  JsonObjectConstructor: 'json_object',
  JsonArrayConstructor: 'json_array',
  JsonArrayQueryConstructor: 'json_array',
  JsonObjectAgg: 'json_objectagg',
  JsonArrayAgg: 'json_arrayagg',
}

const sqlValues: Readonly<Record<string, string>> = { SVFOP_CURRENT_TIME_N: 'current_time', SVFOP_CURRENT_TIMESTAMP_N: 'current_timestamp' }

interface Found {
  readonly name: string
  /** A type's name gives way to a better one. */
  readonly weak: boolean
}

/** Undefined where it is `?column?`. */
export function implicitName(node: unknown): string | undefined {
  return figure(node)?.name
}

function figure(node: unknown): Found | undefined {
  const found = tagged(node)
  if (!found) return undefined
  const { kind, fields } = found
  const name = fixed[kind]
  return name === undefined ? special(kind, fields) : strong(name)
}

function special(kind: string, fields: Raw): Found | undefined {
  switch (kind) {
    case 'ColumnRef':
      return strong(texts(fields.fields).at(-1))
    case 'A_Indirection':
      return strong(texts(fields.indirection).at(-1)) ?? figure(fields.arg)
    case 'FuncCall':
      return strong(texts(fields.funcname).at(-1))
    case 'A_Expr':
      return fields.kind === 'AEXPR_NULLIF' ? strong('nullif') : undefined
    case 'TypeCast':
      return ofCast(fields)
    case 'CollateClause':
      return figure(fields.arg)
    case 'CaseExpr':
      return ofCase(fields)
    case 'SubLink':
      return ofSubLink(fields)
    case 'MinMaxExpr':
      return strong(fields.op === 'IS_LEAST' ? 'least' : 'greatest')
    case 'SQLValueFunction':
      return strong(
        sqlValues[String(fields.op)] ??
          String(fields.op)
            .replace(/^SVFOP_|_N$/g, '')
            .toLowerCase(),
      )
    case 'XmlExpr':
      return fields.op === 'IS_DOCUMENT' ? undefined : strong(String(fields.op).replace(/^IS_/, '').toLowerCase())
    case 'JsonFuncExpr':
      return strong(String(fields.op).replace(/_OP$/, '').toLowerCase())
    default:
      return undefined
  }
}

function strong(name: string | undefined): Found | undefined {
  return name === undefined ? undefined : { name, weak: false }
}

function ofCast(fields: Raw): Found | undefined {
  const inner = figure(fields.arg)
  if (inner && !inner.weak) return inner
  const type = texts(raw(fields.typeName).names).at(-1)
  return type === undefined ? inner : { name: type, weak: true }
}

function ofCase(fields: Raw): Found {
  const otherwise = figure(fields.defresult)
  return otherwise && !otherwise.weak ? otherwise : { name: 'case', weak: true }
}

function ofSubLink(fields: Raw): Found | undefined {
  if (fields.subLinkType === 'EXISTS_SUBLINK') return strong('exists')
  if (fields.subLinkType === 'ARRAY_SUBLINK') return strong('array')
  if (fields.subLinkType !== 'EXPR_SUBLINK') return undefined
  let select = tagged(fields.subselect)?.fields
  while (select && isRaw(select.larg)) select = select.larg
  const [first] = all(select?.targetList, 'ResTarget')
  if (!first) return list(select?.valuesLists).length > 0 ? strong('column1') : undefined
  return strong(text(first.name)) ?? figure(first.val)
}
