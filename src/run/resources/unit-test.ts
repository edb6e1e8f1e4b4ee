/** Unit tests: the model's query over given rows, compared with the expected rows whatever their order. */
import type { UnitTestNode } from '../../core/node.js'
import type { RunResult } from '../../core/result.js'
import { Table } from '../../core/table.js'
import { compileStep } from '../compile-step.js'
import { unitTestNotRun } from '../errors.js'
import { materialize } from '../materialize.js'
import { measured, type NodeRun } from '../node-run.js'
import { readResponse } from '../response.js'
import { asSluiceError, compiledFields, resultOf } from '../results.js'
import { diffTables } from '../table-diff.js'

const side = 'actual_or_expected'

export async function runUnitTest(run: NodeRun<UnitTestNode>): Promise<RunResult> {
  const { node, watch } = run
  const compiled = await watch.phase('compile', () => compileStep(run))
  const standIn = compiled?.node
  if (!standIn) throw unitTestNotRun(node)
  const { scope } = await watch.phase('execute', async () => {
    try {
      return await materialize({ ...run, node: standIn }, { materialization: 'unit', returnsRelations: false })
    } catch (error) {
      throw unitTestNotRun(node, asSluiceError(error))
    }
  })
  const main = scope.results.get('main')
  if (!main) throw unitTestNotRun(node)
  const known = { adapter_response: readResponse(main.response).fields, ...compiledFields(standIn), relation_name: null }
  const diff = diffTables(rowsOf(main.table, 'expected'), rowsOf(main.table, 'actual'))
  if (diff === undefined) return resultOf(node, 'pass', measured(run), { failures: 0, ...known })
  const message = `\n\nactual differs from expected:\n\n${diff}\n`
  return resultOf(node, 'fail', measured(run), { failures: 1, message, ...known })
}

function rowsOf(table: Table, wanted: 'actual' | 'expected'): Table {
  const names = table.columnNames.map((name) => name.toLowerCase())
  const at = names.indexOf(side)
  const rows = table.rows.filter((row) => row.cells[at] === wanted).map((row) => row.cells)
  const lowered = new Table(names, table.columnTypes, rows)
  return lowered.project(names.filter((name) => name !== side))
}
