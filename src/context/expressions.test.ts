/** dbt's own answers to expressions over its context: modules, JSON, YAML, vars, env vars. See scripts/context-oracle.py. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SluiceError } from '../core/error.js'
import { createInvocation } from '../core/invocation.js'
import { compileTemplate } from '../jinja/index.js'
import { yamlCodec } from '../load/yaml-codec.js'
import { yamlScope } from './index.js'

interface Answer {
  readonly expression: string
  readonly text?: string
  readonly error?: string
}

const answers = JSON.parse(readFileSync(new URL('./testdata/expressions.json', import.meta.url), 'utf8')) as Answer[]
const env = { CONTEXT_ORACLE_SET: 'set', DBT_ENV_SECRET_X: 'secret' }
const flags = {
  which: 'run',
  threads: 1,
  target: undefined,
  profile: undefined,
  vars: {},
  fullRefresh: false,
  failFast: false,
  warnError: false,
  empty: false,
}
const invocation = createInvocation({ cwd: '/', env, flags })

/** Codes that stand for dbt's error classes. */
const codes: Readonly<Record<string, string>> = {
  RequiredVarNotFoundError: 'VAR_NOT_FOUND',
  EnvVarMissingError: 'ENV_VAR_NOT_FOUND',
  SecretEnvVarLocationError: 'ENV_SECRET_REFUSED',
}

function render(expression: string): string {
  const vars = { plain: 1, text: 'hello {{ 1 + 1 }}' }
  const scope = yamlScope({ env, invocation, vars, secrets: 'refused', yaml: yamlCodec })
  return compileTemplate({ text: `{{ ${expression} }}`, file: 'expression' }).renderSync(scope)
}

describe('expressions over the context', () => {
  test.each(answers)('$expression', ({ expression, text, error }) => {
    if (text !== undefined) return expect(render(expression)).toBe(text)
    let code: string | undefined
    try {
      render(expression)
    } catch (thrown) {
      code = thrown instanceof SluiceError ? thrown.code : String(thrown)
    }
    expect(code).toEqual(codes[error ?? ''] ?? expect.stringMatching(/^(TEMPLATE_|MODULE_VALUE)/))
  })
})
