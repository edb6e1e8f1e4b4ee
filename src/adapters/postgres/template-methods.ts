/** What dbt-postgres adds to the `adapter` object of templates. */
import type { Invocation } from '../../core/invocation.js'
import { define, type TemplateFunction } from '../../core/template-object.js'
import type { Connection, Credentials } from '../adapter.js'

export function templateMethods(
  _credentials: Credentials,
  _invocation: Invocation,
): (connection: Connection) => Readonly<Record<string, TemplateFunction>> {
  const methods: readonly TemplateFunction[] = [
    define(
      'timestamp_add_sql',
      ['add_to', 'number?', 'interval?'],
      (to: string, number = 1, interval = 'hour') => `${to} + interval '${number} ${interval}'`,
    ),
  ]
  const fixed = Object.fromEntries(methods.map((method) => [method.name, method]))
  return () => fixed
}
