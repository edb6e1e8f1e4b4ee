/** What goes wrong says so by a code, at a place, and tells no secret. */
import { SluiceError } from '../../../core/error.js'
import { holds, notConforming, refused, same } from '../expect.js'
import type { Bench, Case } from '../types.js'

const large = "{{ api.Relation.create(database=target.database, schema=target.schema, identifier='large') }}"
const absent = "{{ api.Relation.create(database=target.database, schema=target.schema, identifier='no_such_table') }}"

/** The part of the statement the position is to lie in. */
function placed(error: SluiceError, sql: string, around: string, needed: boolean): void {
  const position = error.fields.detail?.position
  if (position === undefined && !needed) return
  if (typeof position !== 'number') throw notConforming('the error has no detail.position')
  const from = sql.indexOf(around)
  holds(
    position >= from && position <= from + around.length,
    `detail.position is ${position} (${JSON.stringify(sql.slice(position, position + 10))}), not within ${JSON.stringify(around)} at ${from}`,
  )
  same(error.fields.detail?.sql, sql, 'detail.sql')
}

async function failing(bench: Bench, template: string): Promise<{ sql: string; work: Promise<unknown> }> {
  const connection = await bench.connect()
  const sql = await bench.render(template)
  return { sql, work: connection.execute(sql, { fetch: true }) }
}

export const errorCases: readonly Case[] = [
  {
    id: 'error.syntax',
    async run(bench) {
      const { sql, work } = await failing(bench, 'select 1 as a,\n  2 as b\nform nowhere')
      placed(await refused(work, 'SQL_SYNTAX', 'a syntax error'), sql, 'b\nform nowhere', true)
    },
  },
  {
    id: 'error.unknown-column',
    async run(bench) {
      const { sql, work } = await failing(bench, `select id,\n  no_such_column\nfrom ${large}`)
      placed(await refused(work, 'SQL_UNKNOWN_COLUMN', 'an unknown column'), sql, 'no_such_column', true)
    },
  },
  {
    id: 'error.unknown-table',
    async run(bench) {
      const { sql, work } = await failing(bench, `select 1\nfrom ${absent}`)
      placed(await refused(work, 'SQL_UNKNOWN_TABLE', 'an unknown table'), sql, sql.slice(sql.indexOf('from')), false)
    },
  },
  {
    id: 'error.unknown-function',
    async run(bench) {
      const { sql, work } = await failing(bench, 'select no_such_function(1, 2)')
      placed(await refused(work, 'SQL_UNKNOWN_FUNCTION', 'an unknown function'), sql, 'no_such_function(', false)
    },
  },
  {
    id: 'error.constraint',
    needs: { enforced: 'not_null' },
    async run(bench) {
      const connection = await bench.connect()
      const name = await bench.render("{{ api.Relation.create(database=target.database, schema=target.schema, identifier='strict') }}")
      await connection.execute(`create table ${name} (id integer not null)`)
      await refused(connection.execute(`insert into ${name} values (null)`), 'CONSTRAINT_VIOLATED', 'null in a column that is not null')
    },
  },
  {
    id: 'error.session-goes-on',
    async run(bench) {
      const connection = await bench.connect()
      for (const sql of ['selec 1', 'select no_such_thing', 'select * from no_such_table_anywhere'])
        await connection.execute(sql).catch(() => undefined)
      await connection.begin()
      const { table } = await connection.execute('select 1 as id', { fetch: true })
      await connection.commit()
      same(table.rows.length, 1, 'rows of a query after three errors')
    },
  },
  {
    id: 'error.credentials',
    async run(bench) {
      const at = { file: 'profiles.yml', line: 3, column: 5 }
      try {
        bench.module.parseCredentials({ schema: ['not', 'a', 'name'] }, at, '.')
      } catch (error) {
        if (!(error instanceof SluiceError)) throw notConforming(`parseCredentials threw an error without a code: ${String(error)}`)
        same([error.code, error.fields.location?.file], ['CREDENTIALS_INVALID', 'profiles.yml'], 'code and file of bad credentials')
        return
      }
      throw notConforming('parseCredentials took a list for the schema')
    },
  },
  {
    id: 'error.secrets',
    async run(bench) {
      const { secrets, publicFields } = bench.credentials
      const known = JSON.stringify(publicFields)
      const told = bench.said().join('\n')
      for (const secret of secrets.filter((text) => text.length > 3)) {
        holds(!known.includes(secret), 'publicFields holds a secret')
        holds(!told.includes(secret), 'an event or error holds a secret')
      }
      const shown = Object.keys(publicFields).filter((name) => /password|secret|token|private_key/i.test(name) && publicFields[name])
      same(shown, [], 'fields of target.* that are named like secrets')
    },
  },
]
