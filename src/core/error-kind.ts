/** dbt's name for the kind of an error: the first words of what it prints and of a result's message, which scripts match on. */
import type { ErrorFields } from './error.js'
import type { ErrorCode } from './error-codes.js'

type ErrorKind = 'Compilation' | 'Database' | 'Dependency' | 'Parsing' | 'Runtime' | 'Usage'

type Told = Pick<ErrorFields, 'detail' | 'location' | 'nodeId' | 'related'> & { readonly code: string }

const runtime =
  /^(ADAPTER_|ARTIFACT_|AUDIT_|BREAKER_|CLEAN_|CONSTRAINT_VIOLATED|CREDENTIALS_|DB_|DOCS_|FILE_|FRESHNESS_|GATE_|GRAPH_CYCLE|INCREMENTAL_|INIT_|INTERNAL|INTERRUPTED|NODE_|NOTHING_|PARENT_|PROFILE|PROJECT_|PYTHON_|SEED_|SELECTION_|SELECTOR|SERVE_|SQL_|STATE_|TARGET_|TEST_RESULT_|UNIT_TEST_FAILED)/

const exact: Readonly<Partial<Record<ErrorCode, ErrorKind>>> = {
  USAGE: 'Usage',
  PACKAGES_NOT_INSTALLED: 'Compilation',
  PACKAGE_DUPLICATE: 'Compilation',
  CONTRACT_BREAKING_CHANGE: 'Runtime',
  BATCH_CONFIG_INVALID: 'Parsing',
  CONSTRAINT_INVALID: 'Parsing',
  ENV_SECRET_REFUSED: 'Parsing',
  ENV_VAR_NOT_FOUND: 'Parsing',
  GROUP_NOT_FOUND: 'Parsing',
  PROPERTY_INVALID: 'Parsing',
  REF_NOT_ALLOWED: 'Parsing',
  MATERIALIZATION_LANGUAGE: 'Runtime',
  UNIT_TEST_INPUT: 'Parsing',
}

/** Files whose faults dbt tells as runtime errors, as it reads them before there is anything to parse. */
const settings = /(^|[\\/])(dbt_project|profiles|packages|dependencies|selectors)\.yml$/

export function errorKind({ code, detail, location }: Told): ErrorKind {
  if (typeof detail?.text === 'string') return driverKind(detail)
  const known = exact[code as ErrorCode]
  if (known) return known
  if (code.startsWith('PACKAGE_')) return 'Dependency'
  if (code.startsWith('YAML_')) return settings.test(location?.file ?? '') ? 'Runtime' : 'Parsing'
  return runtime.test(code) ? 'Runtime' : 'Compilation'
}

/** What the warehouse says itself. dbt's adapter for DuckDB, whose errors have a class, tells them as runtime errors. */
function driverKind(detail: NonNullable<ErrorFields['detail']>): ErrorKind {
  return 'class' in detail ? 'Runtime' : 'Database'
}

/** `Compilation Error in model a (models/a.sql)`; without the node where none is to blame. */
export function errorHeadline(error: Told): string {
  const [type, , name] = error.nodeId?.split('.') ?? []
  const file = (error.related?.find(({ message }) => message === 'in the template') ?? error).location?.file
  const place = file ? ` (${file})` : ''
  return `${errorKind(error)} Error${type && name ? ` in ${type} ${name}${place}` : ''}`
}
