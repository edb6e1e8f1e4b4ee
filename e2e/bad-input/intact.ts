// What must hold whatever the input: no trace of the program's inside, no half-written file, no half-built table.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Outcome, Project } from '../harness/project.js'

export function filesBelow(made: Project, folder: string): string[] {
  const path = join(made.folder, folder)
  if (!existsSync(path)) return []
  return (
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(made.folder.length + 1))
      // What the tool remembers for itself is nobody's artifact.
      .filter((file) => !file.includes('.sluice/'))
      .sort()
  )
}

export function expectIntact(made: Project, outcome: Pick<Outcome, 'text'>): void {
  expect(outcome.text).not.toMatch(/^\s+at .*(?:\.[cm]?js:\d+|node:)/m)
  expect(outcome.text).not.toContain('INTERNAL')
  for (const file of filesBelow(made, 'target')) {
    expect(file).not.toMatch(/\.tmp|~$|\.partial/)
    if (file.endsWith('.json')) expect(() => JSON.parse(readFileSync(join(made.folder, file), 'utf8')), file).not.toThrow()
  }
}

/** Asks the database file from a process of its own, as another tool would. */
export function ask(made: Project, sql: string): unknown[][] {
  const script = `
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const session = await (await DuckDBInstance.create(${JSON.stringify(join(made.folder, 'shop.duckdb'))})).connect()
    console.log(JSON.stringify(await (await session.run(${JSON.stringify(sql)})).getRowsJson()))`
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }))
}

export function relations(made: Project): unknown[] {
  return ask(made, "select table_name from information_schema.tables where table_schema = 'main' order by 1").flat()
}
