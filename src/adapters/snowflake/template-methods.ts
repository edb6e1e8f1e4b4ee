/** What dbt-snowflake adds to the `adapter` object of templates. */
import type { Invocation } from '../../core/invocation.js'
import { define, type TemplateFunction } from '../../core/template-object.js'
import type { Connection } from '../adapter.js'
import type { SnowflakeCredentials } from './credentials.js'
import { grantsOf } from './grants.js'

export function templateMethods(
  _credentials: SnowflakeCredentials,
  _invocation: Invocation,
): (connection: Connection) => Readonly<Record<string, TemplateFunction>> {
  return () => ({
    standardize_grants_dict: define('standardize_grants_dict', ['grants_table'], grantsOf),
  })
}
