import { describe, expect, it } from 'vitest'
import { type EventName, eventTable, type RunEvent } from '../core/event.js'
import dbt from './dbt-events.json' with { type: 'json' }
import { type JsonContext, jsonLine } from './json-log.js'
import { event, names } from './samples.test-data.js'
import { createStyle } from './style.js'

const known = dbt as unknown as Readonly<Record<string, { code: string; level: string | null; fields: readonly string[] }>>
const context: JsonContext = {
  invocationId: '00000000-0000-0000-0000-000000000000',
  pid: 1,
  extra: {},
  text: { style: createStyle(false, false), printerWidth: 80, readFile: () => undefined },
}

/** Not dbt's: warnings of ours go by their own name, and the plan is for displays only. */
const ours = new Set(['Warning', 'RunPlanned'])
/** Keys beside dbt's, where ours say more. */
const more: Readonly<Record<string, readonly string[]>> = { MainEncounteredError: ['error'], RunResultError: ['error'] }

describe('the JSON log', () => {
  it.each(names.filter((name) => !ours.has(name)))('%s has code, level and keys of dbt', (name) => {
    const { info, data } = JSON.parse(jsonLine(event(name), context)) as { info: Record<string, unknown>; data: Record<string, unknown> }
    expect(info).toMatchObject({ name, code: known[name]?.code })
    if (known[name]?.level) expect(eventTable[name].level).toBe(known[name].level)
    const extra = Object.keys(data).filter((key) => !known[name]?.fields.includes(key) && !more[name]?.includes(key))
    expect(extra).toEqual([])
  })

  it('has the layout orchestrators read', () => {
    expect(JSON.parse(jsonLine(event('LogModelResult'), context))).toMatchInlineSnapshot(`
      {
        "data": {
          "description": "sql view model main.a",
          "execution_time": 0.284,
          "index": 1,
          "node_info": {
            "materialized": "table",
            "meta": {},
            "node_checksum": "abc",
            "node_finished_at": "",
            "node_name": "tickets",
            "node_path": "tickets.sql",
            "node_relation": {
              "alias": "tickets",
              "database": "shop",
              "relation_name": ""shop"."main"."tickets"",
              "schema": "main",
            },
            "node_started_at": "2026-11-20T06:00:00",
            "node_status": "started",
            "resource_type": "model",
            "unique_id": "model.shop.tickets",
          },
          "status": "OK",
          "total": 6,
        },
        "info": {
          "category": "",
          "code": "Q012",
          "extra": {},
          "invocation_id": "00000000-0000-0000-0000-000000000000",
          "level": "info",
          "msg": "1 of 6 OK created sql view model main.a ........................................ [OK in 0.28s]",
          "name": "LogModelResult",
          "pid": 1,
          "thread": "Thread-1",
          "ts": "2026-11-20T06:00:00.123000Z",
        },
      }
    `)
  })

  it('tells who owns a node and where a test is declared, as dbt does', () => {
    const group = { name: 'intake', package_name: 'shop', owner: { name: 'Ann', email: 'ann@example.com' } }
    const told = (name: EventName, more: object) => {
      const one = event(name)
      return JSON.parse(jsonLine({ ...one, data: { ...one.data, ...more } } as RunEvent, context)).data as Record<string, unknown>
    }
    expect(told('LogModelResult', { group })).toMatchObject({ group })
    expect(told('LogTestResult', { group, attached_node: 'model.shop.a' })).toMatchObject({ group, attached_node: 'model.shop.a' })
    expect(told('LogTestResult', {})).toMatchObject({ attached_node: '' })
    expect(told('RunResultWarning', { group })).toMatchObject({ group })
    expect(told('LogModelResult', {})).not.toHaveProperty('group')
  })

  it('has texts where dbt has them, and its names for notes', () => {
    const read = (one: RunEvent) => JSON.parse(jsonLine(one, context)) as { info: { name: string }; data: Record<string, unknown> }
    expect(read(event('FinishedRunningStats')).data.execution).toBe(' in 0 hours 0 minutes and 0.75 seconds')
    expect(read(event('LogSnapshotResult')).data.description).toBe('main.history')
    expect(read(event('LogNodeNoOpResult')).data.status).toBe('')
    expect(read(event('SQLQueryStatus')).data.query_id).toBe('')
    const note = event('Note')
    const cleaned = { msg: 'Cleaned target', dbtName: 'ConfirmCleanPath', dbtCode: 'Z013', dbtData: { path: 'target' } }
    expect(read({ ...note, data: cleaned } as RunEvent)).toMatchObject({ info: { name: 'ConfirmCleanPath' }, data: { path: 'target' } })
    const exposure = event('LogNodeNoOpResult') as RunEvent<'LogNodeNoOpResult'>
    const nowhere = { database: null, schema: null, alias: null, relation_name: null }
    const data = { ...exposure.data, node_info: { ...exposure.data.node_info, node_relation: nowhere } }
    expect(read({ ...exposure, data }).data.node_info).toMatchObject({
      node_relation: { database: '', schema: '', alias: '', relation_name: '' },
    })
  })
})
