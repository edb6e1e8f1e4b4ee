import { describe, expect, it } from 'vitest'
import { eventText, type TextContext } from './event-text.js'
import { event, info, names, outcome } from './samples.test-data.js'
import { createStyle } from './style.js'

const files: Readonly<Record<string, string>> = { 'models/tickets.sql': "select *\nfrom {{ ref('carriers_dim') }}\nwhere true\n" }
const context: TextContext = { style: createStyle(false, false), printerWidth: 80, readFile: (file) => files[file] }

describe('the line of each event', () => {
  it('reads as dbt words it', () => {
    const lines = names.map((name) => `${name}: ${eventText(event(name), context)}`)
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "MainReportVersion: Running with dbt=1.11.16 (sluice 0.1.0)
      AdapterRegistered: Registered adapter: duckdb=0.1.0
      FoundStats: Found 3 models, 3 data tests
      Warning: [WARNING]: YAML_UNKNOWN_KEY  models/tickets.sql:2:6
        1 │ select *
        2 │ from {{ ref('carriers_dim') }}
          │      ^ unknown key "descripton"
        3 │ where true
        hint      did you mean description?
        next      sluice explain YAML_UNKNOWN_KEY
      MainEncounteredError: Encountered an error:
      Compilation Error
      ✗ REF_NOT_FOUND  models/tickets.sql:2:6
        1 │ select *
        2 │ from {{ ref('carriers_dim') }}
          │      ^ no model named "carriers_dim"
        3 │ where true
        next      sluice explain REF_NOT_FOUND
      ConcurrencyLine: Concurrency: 1 threads (target='dev')
      RunPlanned: undefined
      NodeStart: Began running node model.shop.tickets
      LogStartLine: 1 of 6 START sql view model main.a ............................................. [RUN]
      LogModelResult: 1 of 6 OK created sql view model main.a ........................................ [OK in 0.28s]
      LogFunctionResult: 1 of 6 OK created function main.twice .......................................... [SUCCESS in 0.28s]
      LogStartBatch: Batch 2 of 5 START batch 2024-01-02 of main.a ........................................ [RUN]
      LogBatchResult: Batch 2 of 5 ERROR creating batch 2024-01-02 of main.a ............................... [ERROR in 0.28s]
      LogTestResult: 1 of 6 FAIL 1 accepted_values_a_id__2 .......................................... [FAIL 1 in 0.28s]
      LogSeedResult: 1 of 6 OK loaded seed file main.carriers ....................................... [INSERT 40 in 0.28s]
      LogSnapshotResult: 1 of 6 OK snapshotted main.history ............................................. [OK in 0.28s]
      LogFreshnessResult: 1 of 6 WARN freshness of raw.feed .............................................. [WARN in 0.28s]
      LogHookStartLine: 1 of 1 START hook: shop.on-run-start.0 ......................................... [RUN]
      LogHookEndLine: 1 of 6 OK hook: shop.on-run-start.0 ............................................ [OK in 0.28s]
      LogNodeNoOpResult: 1 of 6 NO-OP exposure board .................................................... [NO-OP in 0.28s]
      SkippingDetails: 1 of 6 SKIP relation main.b .................................................... [SKIP]
      NodeFinished: Finished running node model.shop.tickets
      SQLQuery: On Thread-1: select 1
      SQLQueryStatus: SQL status: OK in 0.012 seconds
      JinjaLogInfo: hello
      JinjaLogDebug: quiet hello
      JinjaLogWarning: [WARNING]: careful
      PrintEvent: printed
      NothingToDo: Nothing to do. Try checking your model configs and model specification args
      NoNodesSelected: No nodes selected!
      NoNodesForSelectionCriteria: The selection criterion 'nope+' does not match any enabled nodes
      FinishedRunningStats: Finished running 3 data tests, 3 view models in 0 hours 0 minutes and 0.75 seconds (0.75s).
      EndOfRunSummary: Completed with 1 error, 0 partial successes, and 0 warnings:
      RunResultWarning: Warning in test x (models/schema.yml)
      RunResultWarningMessage: Got 2 results, configured to warn if != 0
      RunResultFailure: Failure in test x (models/schema.yml)
      RunResultError:   Got 1 result, configured to fail if != 0
      SQLCompiledPath:   compiled code at target/compiled/shop/models/schema.yml/x.sql
      CheckNodeTestFailure:   See test failures:
        -----------------------------------------------
        select * from "shop"."main_dbt_test__audit"."x"
        -----------------------------------------------
      StatsLine: Done. PASS=1 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=1
      CommandCompleted: Command \`sluice build\` succeeded at 06:00:00.123000 after 1.23 seconds
      ShowNode: Previewing node 'tickets':
      | id |
      | -- |
      |  1 |
      CompiledNode: Compiled node 'tickets' is:
      select 1
      CatalogWritten: Catalog written to /shop/target/catalog.json
      Formatting: 
      ArtifactWritten: Wrote artifact WritableManifest to target/manifest.json
      Note: a note"
    `)
  })

  it.each([
    [
      'a model in error',
      outcome(info('a'), 'sql view model main.a', 'error'),
      '1 of 6 ERROR creating sql view model main.a .................................... [ERROR in 0.28s]',
    ],
    [
      'a partial success',
      outcome(info('a'), 'sql microbatch model main.a', 'partial success', { message: 'PARTIAL SUCCESS (2/3)' }),
      '1 of 6 PARTIALLY created sql microbatch model main.a ........................... [PARTIAL SUCCESS (2/3) in 0.28s]',
    ],
  ])('%s', (_name, data, line) => {
    expect(eventText(event('LogModelResult', data), context)).toBe(line)
  })
})
