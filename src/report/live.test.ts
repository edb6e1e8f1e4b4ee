import { describe, expect, it } from 'vitest'
import type { EventName, EventPayloads, PlannedNode } from '../core/event.js'
import { liveSink } from './live.js'
import type { Output } from './output.js'
import { event, info, outcome, result } from './samples.test-data.js'
import { createStyle, stripStyle } from './style.js'

function planned(name: string, resource_type: string, materialized: string, attachedTo: string | null = null): PlannedNode {
  return {
    unique_id: `${resource_type}.shop.${name}`,
    name,
    resource_type,
    materialized,
    attachedTo,
    path: `models/${name}.sql`,
    owner: attachedTo ? 'intake' : null,
  }
}

const controls = new RegExp(`(${String.fromCharCode(27)}\\[\\d+F${String.fromCharCode(27)}\\[J|${String.fromCharCode(27)}\\[\\?25[lh]|\\n)`)

/** What stays on the screen: lines drawn and wiped again are gone. */
function screen(): { output: Output; text(): string } {
  let lines: string[] = ['']
  return {
    output: {
      isTTY: true,
      columns: () => 100,
      write(chunk) {
        for (const part of chunk.split(controls)) {
          const up = /\[(\d+)F/.exec(part)
          if (up) lines = [...lines.slice(0, lines.length - 1 - Number(up[1])), '']
          else if (part === '\n') lines.push('')
          else if (!part.startsWith('\u001b[?')) lines[lines.length - 1] += part
        }
      },
    },
    text: () => `\n${lines.map((line) => stripStyle(line).trimEnd()).join('\n')}\n`,
  }
}

const files: Readonly<Record<string, string>> = { 'models/ticket_daily.sql': 'select\n  t.net_volum as net_bbl\nfrom tickets t\n' }

function play(steps: readonly (readonly [EventName, unknown])[]): string {
  const { output, text } = screen()
  const now = new Date('2026-11-20T06:00:02.400Z')
  const context = { style: createStyle(false, false), printerWidth: 80, readFile: (file: string) => files[file] }
  let started = false
  const sink = liveSink({
    answers: output,
    log: output,
    threshold: 'info',
    text: context,
    print: true,
    now: () => (started ? now : new Date('2026-11-20T06:00:00Z')),
  })
  started = true
  for (const [name, data] of steps) sink.on(event(name, data as EventPayloads[typeof name]))
  void sink.close?.()
  return text()
}

const tickets = planned('tickets', 'model', 'incremental')
const quality = planned('ticket_quality', 'model', 'table')
const daily = planned('ticket_daily', 'model', 'view')
const report = planned('carrier_report', 'model', 'view')
const unit = planned('tickets::dedupes_resent_tickets', 'unit_test', 'unit', tickets.unique_id)
const unique = planned('unique_tickets_id', 'test', 'test', tickets.unique_id)
const recent = planned('recency_ticket_quality', 'test', 'test', quality.unique_id)

const sqlError = {
  code: 'SQL_UNKNOWN_COLUMN',
  message: 'not in tickets (did you mean net_volume?)',
  location: { file: 'models/ticket_daily.sql', line: 2, column: 5 },
}
const results = [
  result(unit.unique_id, 'pass'),
  result(tickets.unique_id, 'success', { execution_time: 1.31, rows: { inserted: 1204, updated: 87, deleted: 3 } }),
  result(unique.unique_id, 'pass'),
  result(quality.unique_id, 'success', { rows: { total: 9211 } }),
  result(recent.unique_id, 'warn', { failures: 1, message: 'Got 1 result, configured to warn if != 0' }),
  result(daily.unique_id, 'error', { message: 'Runtime Error', error: sqlError }),
  result(report.unique_id, 'skipped', { skippedBecause: daily.unique_id }),
]

function ended(index: number, node: PlannedNode): ReturnType<typeof outcome> {
  const { name, resource_type, materialized } = node
  return { ...outcome(info(name, resource_type, materialized), '', 'success'), result: results[index] ?? result(node.unique_id, 'success') }
}

describe('the terminal view', () => {
  it('ends with one line a node, its tests folded in, and failures last', () => {
    const text = play([
      ['AdapterRegistered', { adapter_name: 'duckdb', adapter_version: '' }],
      ['FoundStats', { stat_line: '4 models, 2 data tests, 1 unit test', counts: {} }],
      ['ConcurrencyLine', { num_threads: 8, target_name: 'dev', node_count: 7 }],
      ['RunPlanned', { nodes: [unit, tickets, unique, quality, recent, daily, report], selected: 'tickets+', runnable: 166 }],
      ['LogStartLine', { index: 1, total: 7, node_info: info(unit.name, 'unit_test', 'unit'), description: 'unit_test' }],
      ['LogTestResult', ended(0, unit)],
      ['LogStartLine', { index: 2, total: 7, node_info: info('tickets', 'model', 'incremental'), description: 'sql incremental model' }],
      ['LogModelResult', ended(1, tickets)],
      ['LogTestResult', ended(2, unique)],
      ['LogModelResult', ended(3, quality)],
      ['LogTestResult', ended(4, recent)],
      ['LogModelResult', ended(5, daily)],
      ['SkippingDetails', ended(6, report)],
      ['EndOfRunSummary', { num_errors: 1, num_warnings: 1, num_partial_success: 0, keyboard_interrupt: false, results }],
      ['StatsLine', { stats: { pass: 4, warn: 1, error: 1, skip: 1, noop: 0, reused: 0, total: 7 } }],
      ['Note', { msg: 'Lineage page: target/index.html' }],
    ])
    expect(text).toMatchInlineSnapshot(`
      "
      sluice 0.1.0  duckdb   Found 4 models, 2 data tests, 1 unit test
      Selected 7 of 166 runnable nodes (tickets+)   target=dev  threads=8

       ✓ unit     tickets › dedupes_resent_tickets                  0.28s
       ✓ model    tickets                           incremental     1.31s  +1,204 ~87 −3       1/1 test
       ! model    ticket_quality                    table           0.28s  9,211 rows          0/1 test  1 warn
         │ ! recency_ticket_quality  warn 1
       ✗ model    ticket_daily                      view            0.28s  error
       – model    carrier_report                    skipped: ticket_daily failed

      WARN  recency_ticket_quality  Got 1 result, configured to warn if != 0   owner: intake

      ✗ SQL_UNKNOWN_COLUMN  models/ticket_daily.sql:2:5
        1 │ select
        2 │   t.net_volum as net_bbl
          │     ^^^^^^^^^ not in tickets (did you mean net_volume?)
        3 │ from tickets t
        next      sluice compile --select ticket_daily · sluice retry · sluice explain SQL_UNKNOWN_COLUMN

      Completed with 1 error and 1 warning in 2.40s   slowest: tickets 1.31s
      Done. PASS=4 WARN=1 ERROR=1 SKIP=1 NO-OP=0 TOTAL=7
      Lineage page: target/index.html

      "
    `)
  })

  it('tells failures of commands that have no totals', () => {
    expect(play([['RunResultError', { msg: 'no', error: sqlError }]])).toContain('SQL_UNKNOWN_COLUMN  models/ticket_daily.sql:2:5')
  })

  it('shows what runs while it runs', () => {
    const { output, text } = screen()
    const context = { style: createStyle(false, false), printerWidth: 80, readFile: () => undefined }
    const sink = liveSink({
      answers: output,
      log: output,
      threshold: 'info',
      text: context,
      print: true,
      now: () => new Date('2026-11-20T06:00:00Z'),
    })
    sink.on(event('RunPlanned', { nodes: [tickets, quality], selected: '', runnable: 2 }))
    sink.on(event('LogStartLine', { index: 1, total: 2, node_info: info('tickets', 'model', 'incremental'), description: '' }))
    expect(text()).toMatchInlineSnapshot(`
      "
      Selected 2 of 2 runnable nodes

       ⠋ model    tickets  0.0s
       ────────────────────────────────────────  0/2  0.0s

      "
    `)
    void sink.close?.()
  })
})
