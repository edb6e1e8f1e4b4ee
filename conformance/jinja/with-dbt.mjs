/**
 * The template engine against dbt's own Jinja2 environment:
 *
 *     SLUICE_PYTHON=… node conformance/jinja/with-dbt.mjs [macros] [expressions] [native]
 *
 *   macros       every macro of five public packages, called with some thirty sets of arguments, right and wrong ones
 *   expressions  operators, methods, filters, tests and formats, each with values of all types
 *   native       values of YAML files
 *
 * SLUICE_PYTHON is a Python with dbt-core 1.11. The packages come from where conformance/packages takes them, see
 * SLUICE_PACKAGE_MIRROR there. SLUICE_JINJA_EVERY=10 takes each tenth expression or macro, SLUICE_JINJA_ONLY=dbt_date one package.
 * Ends with 1 when more than one call in a thousand differs, or more than fifteen expressions, or any native value that is not explained.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { definition as dbtDate } from '../packages/dbt-date.mjs'
import { definition as dbtExpectations } from '../packages/dbt-expectations.mjs'
import { definition as evaluator } from '../packages/dbt-project-evaluator.mjs'
import { definition as dbtUtils } from '../packages/dbt-utils.mjs'
import { definition as elementary } from '../packages/elementary.mjs'
import { checkout } from '../packages/lib/sources.mjs'
import { bundle, here, work } from './lib/engine.mjs'

const packages = [dbtUtils, dbtDate, dbtExpectations, elementary, evaluator]

function folders() {
  return packages.map((one) => {
    const target = join(work, 'packages', `${one.name}-${one.commit}`)
    checkout(one, join(work, 'sources'), target)
    return `${one.name}=${target}`
  })
}

const parts = { macros: ['macro_calls.py', folders], expressions: ['expressions.py', () => []], native: ['native.py', () => []] }
const asked = process.argv.slice(2)
const engine = bundle()
let failed = false
for (const [name, [script, args]] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const env = { ...process.env, SLUICE_JINJA_ENGINE: engine, SLUICE_JINJA_REPORT: join(work, `${name}.json`), PYTHONDONTWRITEBYTECODE: '1' }
  const { status } = spawnSync(process.env.SLUICE_PYTHON ?? 'python3', [join(here, script), ...args()], { env, stdio: 'inherit' })
  failed ||= status !== 0
}
process.exit(failed ? 1 : 0)
