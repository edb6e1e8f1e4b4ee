/** Schemas, relations and columns through the `adapter` object of templates, with the cache and without. */
import type { Connection } from '../../adapter.js'
import { holds, rowTexts, same } from '../expect.js'
import type { Bench, Case } from '../types.js'

/** What the templates below rely on: names lie in the scratch schema. */
const prelude = `
{%- set place = {'database': target.database, 'schema': target.schema} -%}
`

const relation = (name: string, type = 'table') => `api.Relation.create(identifier=${JSON.stringify(name)}, type='${type}', **place)`

const make = (name: string, sql: string, type = 'table') =>
  `{%- set made = ${relation(name, type)} -%}
   {%- do run_query('create ' ~ made.type ~ ' ' ~ made ~ ' as ' ~ ${JSON.stringify(sql)}) -%}
   {%- do adapter.cache_added(made) -%}`

const listed = `{{ adapter.list_relations(target.database, target.schema) | map(attribute='identifier') | map('lower') | sort | join(',') }}`
const truly = `{%- set found = [] -%}
  {%- for each in adapter.list_relations_without_caching(api.Relation.create(**place)) -%}
    {%- do found.append(each.identifier ~ ':' ~ each.type) -%}
  {%- endfor -%}
  {{ found | sort | join('\\n') }}`
const columnsOf = (name: string) =>
  `{%- for column in adapter.get_columns_in_relation(${relation(name)}) %}{{ column.name }}{{ '\\n' if not loop.last }}{% endfor -%}`

async function names(bench: Bench, template: string): Promise<string[]> {
  return (await bench.render(prelude + template)).split('\n').map((line) => line.trim())
}

/** Each a name somebody has given a column or table, or may. */
const hostile = ['with space', 'semi;colon', "quo'te", 'dou"ble', 'MiXeD', 'select', 'dot.ted', 'ünïcödé 日本', '100%', 'back\\slash']
const asTemplate = `[${hostile.map((name) => JSON.stringify(name)).join(', ')}]`

const schema = (bench: Bench, index: number) => `api.Relation.create(database=target.database, schema='${bench.schemas[index]}')`
const exists = (bench: Bench, index: number) => `{{ adapter.check_schema_exists(target.database, '${bench.schemas[index]}') }}`

/** A race may be lost to another session, as long as the error says that it may pass: then a run tries again. */
async function created(bench: Bench, connection: Connection, tries = 4): Promise<void> {
  try {
    await bench.render(`{% do adapter.create_schema(${schema(bench, 2)}) %}`, connection)
  } catch (error) {
    if (tries === 0 || !bench.isTransient(error)) throw error
    await created(bench, connection, tries - 1)
  }
}

const schemas: readonly Case[] = [
  {
    id: 'schema.create-and-drop',
    async run(bench) {
      const twice = (what: string) => `{% do adapter.${what}_schema(${schema(bench, 2)}) %}`.repeat(2)
      same(await bench.render(`${twice('create')}${exists(bench, 2)}`), 'True', 'check_schema_exists after creating it twice')
      const list = `{{ adapter.list_schemas(target.database) | map('lower') | list }}`
      holds((await bench.render(list)).includes(`'${bench.schemas[2]}'`), 'list_schemas does not list the new schema')
      same(await bench.render(`${twice('drop')}${exists(bench, 2)}`), 'False', 'check_schema_exists after dropping it twice')
    },
  },
  {
    id: 'schema.side-by-side',
    async run(bench) {
      const sessions = await Promise.all([1, 2, 3, 4].map(() => bench.connect()))
      await Promise.all(sessions.map((connection) => created(bench, connection)))
      same(await bench.render(exists(bench, 2)), 'True', 'check_schema_exists after four sessions created it')
      await bench.render(`{% do adapter.drop_schema(${schema(bench, 2)}) %}`)
    },
  },
  {
    id: 'schema.drop-with-contents',
    async run(bench) {
      const inside = `api.Relation.create(database=target.database, schema='${bench.schemas[2]}', identifier='inside', type='table')`
      await bench.render(
        `{% do adapter.create_schema(${schema(bench, 2)}) %}{% do run_query('create table ' ~ ${inside} ~ ' as select 1 as id') %}`,
      )
      same(await bench.render(`{% do adapter.drop_schema(${schema(bench, 2)}) %}${exists(bench, 2)}`), 'False', 'check_schema_exists')
    },
  },
]

const relations: readonly Case[] = [
  {
    id: 'relation.list',
    async run(bench) {
      await bench.render(prelude + make('listed_table', 'select 1 as id') + make('listed_view', 'select 1 as id', 'view'))
      const found = (await names(bench, truly)).map((line) => line.toLowerCase())
      holds(found.includes('listed_table:table'), 'list_relations_without_caching does not list a table as one')
      holds(found.includes('listed_view:view'), 'list_relations_without_caching does not list a view as one')
    },
  },
  {
    id: 'relation.cache',
    async run(bench) {
      const rename = `{%- do adapter.rename_relation(${relation('cache_a')}, ${relation('cache_b')}) -%}`
      const drop = `{%- do adapter.drop_relation(${relation('cache_b')}) -%}`
      const steps = [listed, make('cache_a', 'select 1 as id') + listed, rename + listed, drop + listed]
      const [before, after, renamed, dropped] = await names(bench, steps.join("{{ '\\n' }}"))
      const added = (text: string | undefined) => (text ?? '').split(',').filter((name) => !(before ?? '').split(',').includes(name))
      same([added(after), added(renamed), dropped], [['cache_a'], ['cache_b'], before], 'what the cache lists in between')
      holds(!(await names(bench, truly)).some((line) => /cache_[ab]/i.test(line)), 'the warehouse still has what was dropped')
    },
  },
  {
    id: 'relation.drop-absent',
    run: async (bench) => {
      const absent = ['table', 'view'].map((type) => `{% do adapter.drop_relation(${relation('never_there', type)}) %}`)
      await bench.render(prelude + absent.join(''))
    },
  },
  {
    id: 'relation.rename',
    async run(bench) {
      const rename = `{% do adapter.rename_relation(${relation('old_name')}, ${relation('new_name')}) %}`
      await bench.render(prelude + make('old_name', 'select 7 as id') + rename)
      same(rowTexts(await bench.query(`${prelude}select id from {{ ${relation('new_name')} }}`)), ['7'], 'rows under the new name')
    },
  },
  {
    id: 'relation.truncate',
    async run(bench) {
      await bench.render(`${prelude}${make('emptied', 'select 1 as id')}{% do adapter.truncate_relation(${relation('emptied')}) %}`)
      same(rowTexts(await bench.query(`${prelude}select count(*) from {{ ${relation('emptied')} }}`)), ['0'], 'rows after truncating')
    },
  },
  {
    id: 'relation.hostile-names',
    async run(bench) {
      await bench.render(`${prelude}{%- for name in ${asTemplate} -%}
        {%- set hostile = api.Relation.create(identifier=name, type='table', quote_policy={'identifier': true}, **place) -%}
        {%- do run_query('create table ' ~ hostile ~ ' as select 1 as id') -%}
      {%- endfor -%}`)
      const found = await names(bench, truly)
      const lost = hostile.filter((name) => !found.includes(`${name}:table`))
      same(lost, [], 'names that list_relations_without_caching does not give back as they were')
      await bench.render(`${prelude}{%- for name in ${asTemplate} -%}
        {%- set hostile = api.Relation.create(identifier=name, type='table', quote_policy={'identifier': true}, **place) -%}
        {%- do adapter.rename_relation(hostile, hostile.incorporate(path={'identifier': name ~ ' 2'})) -%}
        {%- do adapter.drop_relation(hostile.incorporate(path={'identifier': name ~ ' 2'})) -%}
      {%- endfor -%}`)
      same(
        (await names(bench, truly)).filter((line) => line.endsWith(' 2:table')),
        [],
        'names that a drop left',
      )
    },
  },
]

const columns: readonly Case[] = [
  {
    id: 'column.list',
    async run(bench) {
      const sql = "select 1 as z_first, 'x' as a_second, 3 as m_third"
      const found = await names(bench, make('with_columns', sql) + columnsOf('with_columns'))
      same(
        found.map((name) => name.toLowerCase()),
        ['z_first', 'a_second', 'm_third'],
        'columns in their order',
      )
    },
  },
  {
    id: 'column.of-absent-relation',
    run: async (bench) =>
      same(await bench.render(prelude + columnsOf('not_there_at_all')), '', 'columns of a relation that does not exist'),
  },
  {
    id: 'column.hostile-names',
    async run(bench) {
      const columnList = `{%- set parts = [] -%}{%- for name in ${asTemplate} -%}{%- do parts.append(loop.index ~ ' as ' ~ adapter.quote(name)) -%}{%- endfor -%}`
      const created = `${columnList}{%- do run_query('create table ' ~ ${relation('odd_columns')} ~ ' as select ' ~ (parts | join(', '))) -%}`
      same(await names(bench, created + columnsOf('odd_columns')), hostile, 'column names')
      const table = await bench.query(`${prelude}select * from {{ ${relation('odd_columns')} }}`)
      same(table.columnNames, hostile, 'column names of a query')
    },
  },
  {
    id: 'column.types',
    async run(bench) {
      const sql = `{%- set parts = [dbt.cast('1', dbt.type_int()) ~ ' as a', dbt.cast('1.5', dbt.type_float()) ~ ' as b', dbt.cast("'x'", dbt.type_string()) ~ ' as c'] -%}`
      const asked = `{%- do run_query('create table ' ~ ${relation('typed_columns')} ~ ' as select ' ~ (parts | join(', '))) -%}
        {%- for column in adapter.get_columns_in_relation(${relation('typed_columns')}) -%}
          {{ column.is_number() }} {{ column.is_string() }}{{ ';' if not loop.last }}
        {%- endfor -%}`
      same(await bench.render(prelude + sql + asked), 'True False;True False;False True', 'is_number and is_string of int, float, text')
    },
  },
  {
    id: 'column.add-and-remove',
    async run(bench) {
      const change = `{%- set extra = [api.Column('extra', dbt.type_int()), api.Column('more', dbt.type_string())] -%}
        {%- do alter_relation_add_remove_columns(${relation('altered')}, extra, none) -%}
        {%- set gone = adapter.get_columns_in_relation(${relation('altered')}) | selectattr('name', 'in', ['name', 'NAME']) | list -%}
        {%- do alter_relation_add_remove_columns(${relation('altered')}, none, gone) -%}`
      const found = await names(bench, make('altered', "select 1 as id, 'a' as name") + change + columnsOf('altered'))
      same(
        found.map((name) => name.toLowerCase()),
        ['id', 'extra', 'more'],
        'columns after adding two and removing one',
      )
      same(rowTexts(await bench.query(`${prelude}select * from {{ ${relation('altered')} }}`)), ['1|None|None'], 'rows')
    },
  },
  {
    id: 'column.alter-type',
    async run(bench) {
      const name = relation('widened')
      const made = `{%- do run_query('create table ' ~ ${name} ~ ' (code ' ~ api.Column.string_type(2) ~ ')') -%}`
      const column = `{%- set column = adapter.get_columns_in_relation(${name})[0].name -%}`
      const wider = `{%- do adapter.alter_column_type(${name}, column, api.Column.string_type(20)) -%}`
      const filled = `{%- do run_query('insert into ' ~ ${name} ~ " values ('far too long')") -%}`
      await bench.render(prelude + made + column + wider + filled)
      same(rowTexts(await bench.query(`${prelude}select code from {{ ${name} }}`)), ['far too long'], 'rows')
    },
  },
  {
    id: 'column.of-query',
    async run(bench) {
      const asked = '{% for column in get_column_schema_from_query("select 1 as id, \'x\' as name -- end") %}{{ column.name }};{% endfor %}'
      same((await bench.render(asked)).toLowerCase(), 'id;name;', 'columns of a query')
    },
  },
]

export const relationCases: readonly Case[] = [...schemas, ...relations, ...columns]
