/** Several commands of a real dbt in one process of its Python: starting one takes longer than most of what is asked of it. */
import { readFileSync } from 'node:fs'
import { execute, type Outcome } from '../tickets/project.js'

export interface DbtCall {
  readonly cwd: string
  readonly args: readonly string[]
}

const program = `
import json, os, sys, tempfile
from dbt.cli.main import dbtRunner
from dbt.deprecations import reset_deprecations
answers = []
for call in json.loads(sys.argv[1]):
    reset_deprecations()
    os.chdir(call['cwd'])
    kept = os.dup(1), os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        result = dbtRunner().invoke(call['args'])
        sys.stdout.flush()
        sys.stderr.flush()
        os.dup2(kept[0], 1)
        os.dup2(kept[1], 2)
        file.seek(0)
        answers.append({'code': 0 if result.success else 2 if result.exception else 1, 'output': file.read().decode()})
print(json.dumps(answers))
`

/** One outcome for each call, in order. */
export async function dbtCalls(dbt: string, calls: readonly DbtCall[]): Promise<Outcome[]> {
  const python = /^#!(\S*python\S*)\n/.exec(readFileSync(dbt, 'utf8').slice(0, 300))?.[1]
  if (python === undefined) return await oneByOne(dbt, calls)
  const { code, output } = await execute(python, ['-W', 'ignore', '-c', program, JSON.stringify(calls)], calls[0]?.cwd ?? '.')
  if (code !== 0) throw new TypeError(`dbt could not be asked: ${output}`)
  return JSON.parse(output.slice(output.lastIndexOf('\n[{') + 1)) as Outcome[]
}

async function oneByOne(dbt: string, calls: readonly DbtCall[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const { args, cwd } of calls) outcomes.push(await execute(dbt, args, cwd))
  return outcomes
}
