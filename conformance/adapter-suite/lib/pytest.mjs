/** pytest on the suite, with the calls of dbt sent elsewhere. */
import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'

/** Seconds of one case, which may be twenty calls on a machine with more to do. */
const longestCase = 600

/** A folder of test modules that import the installed tests. */
export function writeSuite(python, helpers, work) {
  const folder = join(work, 'suite')
  execFileSync(python, [join(helpers, 'generate.py'), folder], { env: quiet(), stdio: ['ignore', 'inherit', 'inherit'] })
  copyFileSync(join(helpers, 'project_conftest.py'), join(folder, 'conftest.py'))
  return { folder, helpers }
}

function quiet() {
  return { ...process.env, PYTHONDONTWRITEBYTECODE: '1', SLUICE_HISTORY: 'off' }
}

/**
 * @param wanted ids of cases, all where absent
 * @returns by id `{ outcome, seconds, message }`; rejects where pytest did not come to its end
 */
export async function runSuite({ python, suite, work, engine, env, tool, wanted, expression, jobs }) {
  const log = join(work, `${engine}.log`)
  const results = join(work, `${engine}.json`)
  const asked = join(work, `${engine}-cases.json`)
  if (wanted !== undefined) writeFileSync(asked, JSON.stringify(wanted))
  const search = [suite.helpers, process.env.PYTHONPATH].filter(Boolean).join(delimiter)
  const more = { SUITE_ENGINE: engine, SUITE_TOOL: tool, SUITE_RESULTS: results, PYTHONPATH: search }
  const plugins = ['-p', 'plugin', '-p', 'no:cacheprovider']
  const folders = ['--rootdir', suite.folder, '--basetemp', join(work, `${engine}-tmp`)]
  const spread = ['-n', jobs, '--dist', 'loadfile', '--timeout', String(longestCase)]
  const output = ['-q', '--no-header', '--tb=short', '-o', 'log_level=ERROR', '-W', 'ignore']
  const args = [...plugins, ...folders, ...spread, ...output, ...(expression === undefined ? [] : ['-k', expression]), '.']
  const out = openSync(log, 'w')
  const child = spawn(join(dirname(python), 'pytest'), args, {
    cwd: suite.folder,
    env: { ...quiet(), ...env, ...more, ...(wanted === undefined ? {} : { SUITE_CASES: asked }) },
    stdio: ['ignore', out, out],
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill('SIGINT'))
  await new Promise((done) => child.once('exit', done))
  if (!existsSync(results)) throw new TypeError(`pytest did not come to its end:\n${readFileSync(log, 'utf8').slice(-3000)}`)
  return JSON.parse(readFileSync(results, 'utf8'))
}
