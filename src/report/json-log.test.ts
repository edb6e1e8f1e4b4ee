import { describe, expect, it } from 'vitest'
import { eventTable } from '../core/event.js'
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
})
