// A project of many wide models for the benchmarks: deterministic, valid on DuckDB, read by sluice and dbt alike.
// usage: node bench/wide-project.mjs FOLDER [MODELS]
// Each model has 25 columns with names as people give them, about half of them described; they come from sources through staging,
// intermediate and mart models, unchanged, renamed, computed or counted. 50 models to a folder, about 1.5 tests to a model.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const columnsPerModel = 25
const perFolder = 50
const domains = ['sales', 'billing', 'support', 'logistics', 'marketing', 'product', 'people', 'risk', 'finance', 'platform']
const entities = `customer account order invoice payment refund shipment parcel warehouse supplier ticket agent queue campaign
  audience session visitor device plan subscription contract quote lead opportunity partner employee team store region country
  product variant price discount coupon basket event incident alert service deployment feature experiment claim policy ledger
  journal budget forecast document message`.split(/\s+/)
const attributes = {
  bigint: ['number', 'sequence', 'external_key', 'parent_key'],
  varchar: ['name', 'status', 'channel', 'category', 'currency_code', 'source_system', 'reason_text', 'owner_email', 'label', 'segment'],
  'decimal(18,2)': ['gross_amount', 'net_amount', 'tax_amount', 'list_price', 'unit_cost', 'open_balance', 'credit_limit', 'margin_amount'],
  integer: ['item_count', 'retry_count', 'age_days', 'priority', 'rank_in_group', 'page_views', 'seats', 'attempts'],
  date: ['start_date', 'end_date', 'due_date', 'closed_date'],
  timestamp: ['created_at', 'updated_at', 'first_seen_at', 'last_seen_at', 'resolved_at'],
  boolean: ['is_active', 'is_test', 'is_overdue', 'is_first'],
  double: ['conversion_rate', 'churn_score', 'share_of_total', 'utilisation'],
}
const systems = ['crm', 'erp', 'web']

/** Numbers without a pattern, the same ones each time. */
function numbers(seed) {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % below
  }
}

const names = entities.flatMap((entity) =>
  Object.entries(attributes).flatMap(([type, list]) => list.map((attribute) => ({ name: `${entity}_${attribute}`, type }))),
)

function takeColumns(pick, count, taken = new Set(['record_id'])) {
  const found = []
  while (found.length < count) {
    const column = names[pick(names.length)]
    if (taken.has(column.name)) continue
    taken.add(column.name)
    found.push(column)
  }
  return found
}

const key = { name: 'record_id', type: 'bigint' }

function makeSources(pick) {
  return systems.flatMap((system) =>
    Array.from({ length: 5 }, (_, index) => ({
      system,
      name: `${system}_${entities[(pick(entities.length) + index) % entities.length]}_${index}`,
      columns: [key, ...takeColumns(pick, columnsPerModel - 1)],
    })),
  )
}

/** SQL of a value of `type` out of a column of `from`. */
function converted(expression, { type: from }, { type }) {
  if (from === type) return from === 'varchar' ? `lower(trim(${expression}))` : `coalesce(${expression}, ${expression})`
  if (type === 'boolean') return `${expression} is not null`
  if (type === 'varchar') return `cast(${expression} as varchar)`
  if (type === 'integer' || type === 'bigint') return `length(cast(${expression} as varchar))`
  return `try_cast(cast(${expression} as varchar) as ${type})`
}

function stagingModel(index, sources, pick) {
  const source = sources[index % sources.length]
  const own = takeColumns(pick, 8, new Set(source.columns.map(({ name }) => name)))
  const kept = source.columns.slice(0, columnsPerModel - own.length)
  const renamed = own.map((column) => {
    const from = source.columns[1 + pick(columnsPerModel - 1)]
    return { ...column, sql: from.type === column.type ? from.name : converted(from.name, from, column) }
  })
  const items = [...kept.map(({ name }) => name), ...renamed.map(({ name, sql }) => `${sql} as ${name}`)]
  const sql = `with source as (

    select * from {{ source('${source.system}', '${source.name}') }}

),

renamed as (

    select
        ${items.join(',\n        ')}
    from source
    where record_id is not null

)

select * from renamed
`
  return { columns: [...kept, ...renamed.map(({ name, type }) => ({ name, type }))], sql }
}

function joiningModel(parents, pick) {
  const [base, other, third] = parents
  const kept = base.columns
    .slice(1)
    .filter((_, at) => (at * 7 + pick(3)) % 3 !== 0)
    .slice(0, 14)
  const taken = new Set([key.name, ...kept.map(({ name }) => name)])
  const joined = [other, third].flatMap((parent, at) =>
    parent
      ? parent.columns
          .slice(1)
          .filter(({ name }) => !taken.has(name) && taken.add(name))
          .slice(0, 3)
          .map((column) => ({ ...column, from: `b${at}` }))
      : [],
  )
  const made = takeColumns(pick, columnsPerModel - 1 - kept.length - joined.length, taken).map((column, at) => {
    const from = kept[at % kept.length]
    return {
      ...column,
      sql: at % 3 === 2 ? madeOfTwo(column, from, kept[(at + 5) % kept.length]) : converted(`base.${from.name}`, from, column),
    }
  })
  const items = [
    'base.record_id',
    ...kept.map(({ name }) => `base.${name}`),
    ...joined.map(({ name, from }) => `${from}.${name}`),
    ...made.map(({ name, sql }) => `${sql} as ${name}`),
  ]
  const sql = `with base as (

    select * from {{ ref('${base.name}') }}

),

joined as (

    select
        ${items.join(',\n        ')}
    from base
${[other, third].flatMap((parent, at) => (parent ? [`    left join {{ ref('${parent.name}') }} as b${at} on b${at}.record_id = base.record_id`] : [])).join('\n')}

)

select * from joined
{{ only_known('record_id') }}
`
  return { columns: [key, ...kept, ...joined, ...made].map(({ name, type }) => ({ name, type })), sql }
}

function madeOfTwo(column, a, b) {
  return converted(`coalesce(cast(base.${a.name} as varchar), cast(base.${b.name} as varchar))`, { type: 'varchar' }, column)
}

function countingModel(base, pick) {
  const groups = base.columns.slice(1, 9)
  const made = takeColumns(pick, columnsPerModel - 1 - groups.length, new Set([key.name, ...groups.map(({ name }) => name)]))
  const items = made.map((column, at) => {
    const from = base.columns[9 + (at % (base.columns.length - 9))]
    return `${converted(`max(${from.name})`, from, column)} as ${column.name}`
  })
  const sql = `with base as (

    select * from {{ ref('${base.name}') }}

)

select
    min(record_id) as record_id,
    ${[...groups.map(({ name }) => name), ...items].join(',\n    ')}
from base
group by
    ${groups.map(({ name }) => name).join(',\n    ')}
having count(*) > 0
`
  return { columns: [key, ...groups, ...made], sql }
}

function makeModels(count, sources, pick) {
  const models = []
  const staging = Math.max(sources.length, Math.floor(count * 0.15))
  const marts = Math.floor(count * 0.7)
  for (let index = 0; index < count; index++) {
    const domain = domains[Math.floor(index / perFolder) % domains.length]
    const layer = index < staging ? 'staging' : index < marts ? 'intermediate' : 'marts'
    const name = `${{ staging: 'stg', intermediate: 'int', marts: 'mart' }[layer]}_${domain}_${entities[pick(entities.length)]}_${index}`
    // Mostly what was made shortly before, as in projects that grew by areas; depth stays within some twenty steps.
    const before = () =>
      models[pick(3) === 0 ? pick(index) : Math.max(0, Math.floor(index / 2) - pick(Math.min(200, Math.floor(index / 2) + 1)))]
    const others = index < staging ? [] : [...new Set([before(), before(), before()])].slice(0, 2 + pick(2))
    const made =
      index < staging ? stagingModel(index, sources, pick) : index % 4 === 3 ? countingModel(others[0], pick) : joiningModel(others, pick)
    models.push({ name, domain, layer, index, ...made })
  }
  return models
}

const sentence = ({ name }, owner) => `${name.replaceAll('_', ' ')} of the ${owner}, as the source system tells it.`

function columnYaml(column, at, model, models, pick) {
  const rows = [`      - name: ${column.name}`]
  if (at % 2 === 0) rows.push(`        description: "The ${sentence(column, model.domain)}"`)
  const tests = testsOf(at, model, models, pick)
  if (tests.length > 0) rows.push(`        data_tests:\n${tests.map((test) => `          - ${test}`).join('\n')}`)
  return rows.join('\n')
}

/** About 1.5 to a model. */
function testsOf(at, model, models, pick) {
  if (at === 0 && model.index % 20 === 7)
    return ['unique', `relationships: {arguments: {to: "ref('${models[pick(models.length)].name}')", field: record_id}}`]
  if (at === 0) return model.index % 4 === 0 ? ['unique', 'not_null'] : model.index % 4 === 1 ? ['not_null'] : ['unique']
  return at === 3 && model.index % 5 === 0 ? ['not_null: {config: {severity: warn}}'] : []
}

function modelYaml(model, models, pick) {
  const config = [`tags: [${model.domain}${model.index % 3 === 0 ? ', nightly' : ''}${model.index % 7 === 0 ? ', certified' : ''}]`]
  if (model.index % 2 === 0) config.push(`group: ${model.domain}`)
  if (model.index % 7 === 0) config.push('meta: {certified: true, tier: gold}')
  return `  - name: ${model.name}
    description: |
      One row for each record of ${model.domain} (${model.layer}). Rows without a key are left out.

      Asked for by the **${model.domain}** team; \`record_id\` is its key.
    config: {${config.join(', ')}}
    columns:
${model.columns.map((column, at) => columnYaml(column, at, model, models, pick)).join('\n')}`
}

/** Writes the project into `folder`; gives its models: name, layer, columns. */
export function writeWideProject(folder, count = 10_000) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const pick = numbers(20261121)
  const sources = makeSources(pick)
  const models = makeModels(count, sources, pick)
  write(
    'dbt_project.yml',
    `name: wide\nversion: "1.0.0"\nprofile: wide\nmodels:\n  wide:\n    staging: {+materialized: view}\n    intermediate: {+materialized: view}\n    marts: {+materialized: table}\n`,
  )
  write('profiles.yml', 'wide:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: wide.duckdb, threads: 2}\n')
  write('macros/only_known.sql', '{% macro only_known(column) %}where {{ column }} is not null{% endmacro %}\n')
  write(
    'models/groups.yml',
    `groups:\n${domains.map((name) => `  - {name: ${name}, owner: {name: ${name} team, email: ${name}@example.com}}`).join('\n')}\n`,
  )
  write('models/sources.yml', `sources:\n${systems.map((system) => sourceYaml(system, sources)).join('\n')}\n`)
  for (let from = 0; from < models.length; from += perFolder) {
    const some = models.slice(from, from + perFolder)
    for (const model of some) write(`models/${folderOf(model)}/${model.name}.sql`, model.sql)
    const byFolder = grouped(some, folderOf)
    for (const [path, list] of byFolder)
      write(`models/${path}/models_${from}.yml`, `models:\n${list.map((model) => modelYaml(model, models, pick)).join('\n')}\n`)
  }
  const marts = models.filter(({ layer }) => layer === 'marts')
  const exposures = domains.map((domain, at) => exposureYaml(domain, marts.slice(at * 3, at * 3 + 3)))
  write('models/exposures.yml', `exposures:\n${exposures.join('\n')}\n`)
  return models
}

function grouped(list, keyOf) {
  const found = new Map()
  for (const each of list) found.set(keyOf(each), [...(found.get(keyOf(each)) ?? []), each])
  return found
}

const folderOf = ({ layer, domain, index }) => `${layer}/${domain}/part_${Math.floor(index / perFolder)}`

function sourceYaml(system, sources) {
  const tables = sources
    .filter((source) => source.system === system)
    .map(({ name, columns }) => {
      const rows = columns.map(
        (column, at) =>
          `          - {name: ${column.name}, data_type: "${column.type}"${at % 2 ? '' : `, description: "The ${sentence(column, system)}"`}}`,
      )
      return `      - name: ${name}\n        columns:\n${rows.join('\n')}`
    })
  return `  - name: ${system}\n    schema: main\n    tables:\n${tables.join('\n')}`
}

function exposureYaml(domain, models) {
  const reads = models.map(({ name }) => `ref('${name}')`).join(', ')
  return `  - {name: ${domain}_dashboard, type: dashboard, owner: {name: ${domain} team, email: ${domain}@example.com}, depends_on: [${reads}]}`
}

if (resolve(process.argv[1] ?? '') === import.meta.filename) {
  const [folder, count] = process.argv.slice(2)
  const models = writeWideProject(resolve(folder ?? 'wide'), Number(count ?? 10_000))
  const used = new Set(models.flatMap(({ columns }) => columns.map(({ name }) => name)))
  console.log(
    `${models.length} models, ${models.reduce((sum, { columns }) => sum + columns.length, 0)} columns, ${used.size} different names`,
  )
}
