/** What `migrate` finds in a project: a level, a code, a place, what it is and what to do about it. */
import type { SourceLocation } from '../core/error.js'

/** `breaks`: does not run as it is; `differs`: runs, with another result or without effect; `note`: good to know. */
export type Level = 'breaks' | 'differs' | 'note'

export const levels: readonly Level[] = ['breaks', 'differs', 'note']

interface Kind {
  readonly level: Level
  /** One line for the list in docs/migrate.md. */
  readonly meaning: string
}

export const findingTable = {
  ADAPTER_MACRO: { level: 'breaks', meaning: '`adapter_macro` went with dbt 1.0' },
  ADAPTER_METHOD: { level: 'breaks', meaning: 'a template calls a function of `adapter` that is not offered' },
  API_NAME: { level: 'breaks', meaning: 'a template reads a name of `api` other than Relation and Column' },
  CROSS_PROJECT: { level: 'breaks', meaning: '`projects:` in dependencies.yml: models of other projects come from dbt’s platform' },
  DISPATCH_PACKAGES: { level: 'breaks', meaning: '`adapter.dispatch(packages=…)` went with dbt 1.0' },
  DOES_NOT_LOAD: { level: 'breaks', meaning: 'the project does not load or parse; the error is in the line' },
  EXCEPTION_NAME: { level: 'breaks', meaning: 'a template raises an exception that is not offered' },
  MODULE_NAME: { level: 'breaks', meaning: 'a template uses a module other than datetime, pytz, re and itertools' },
  PRIVATE_PACKAGE: { level: 'breaks', meaning: '`private:` packages come from dbt’s platform' },
  PROJECT_KEY: { level: 'breaks', meaning: 'a key of dbt_project.yml that dbt refuses as well' },
  PYTHON_INTERNAL: { level: 'breaks', meaning: 'a template reads `__names__` of Python objects' },
  PYTHON_MODEL_WITHOUT_PYTHON: { level: 'breaks', meaning: 'a Python model where none can run: no Python on the path, or not on DuckDB' },
  REQUIRED_VERSION: { level: 'breaks', meaning: '`require-dbt-version` excludes the dbt version that sluice answers with' },
  SELECTOR_METHOD: { level: 'breaks', meaning: 'a selector of selectors.yml uses an unknown method' },
  TABLE_METHOD: { level: 'breaks', meaning: 'a template calls a method of query results that is not offered' },
  WAREHOUSE_TYPE: { level: 'breaks', meaning: 'the target’s `type:` has no adapter' },
  DUCKDB_PLUGIN: { level: 'differs', meaning: 'a profile lists what only dbt-duckdb’s own process can load: it is left out' },
  OTHER_WAREHOUSE_TYPE: { level: 'differs', meaning: 'another target’s `type:` has no adapter' },
  ENV_FILE: { level: 'differs', meaning: 'a `.env`: dbt 1.11 leaves it alone, sluice (and dbt 1.12) reads it; the shell wins' },
  PROFILE_FIELD: { level: 'differs', meaning: 'a field of a profile that has no effect' },
  PYTHON_MODEL: { level: 'differs', meaning: 'a Python model runs in a process of its own and needs the package duckdb' },
  UNKNOWN_FLAG: { level: 'differs', meaning: 'a flag in `flags:` that is not known' },
  VARS_FILE: { level: 'differs', meaning: 'a `vars.yml`: dbt 1.11 leaves it alone, sluice (and dbt 1.12) reads it' },
  BUILTIN_OVERRIDE: { level: 'note', meaning: 'a macro of the project takes the place of a built-in one' },
  CALLS_DBT: { level: 'note', meaning: 'a script calls `dbt`' },
  CUSTOM_MATERIALIZATION: { level: 'note', meaning: 'a materialization of the project’s own' },
  DBT_CLOUD: { level: 'note', meaning: 'settings of dbt’s platform are not read' },
  DEPRECATED: { level: 'note', meaning: 'deprecated: it works here and in dbt 1.11; later versions of dbt refuse it' },
  LINTER_NEEDS_DBT: { level: 'note', meaning: 'a linter’s templater needs dbt in its Python' },
  FLAG_WITHOUT_EFFECT: { level: 'note', meaning: 'a flag that is accepted and changes nothing' },
  NEEDS_ENVIRONMENT: { level: 'note', meaning: 'an environment variable is not set here: the rest was not looked at' },
  NO_PROFILE: { level: 'note', meaning: 'no profile was found, so its fields were not looked at' },
  OLD_KEY: { level: 'note', meaning: 'an old name of a key: it works here, dbt v2 refuses it' },
  PACKAGE_MACRO: { level: 'note', meaning: 'a macro of a package uses what is not offered: it matters where that macro is called' },
  PACKAGES_MISSING: { level: 'note', meaning: 'packages are listed and not installed: their macros were not looked at' },
  PACKAGES_UNLOCKED: { level: 'note', meaning: 'packages without a lock file may be newer the next time' },
  PYTHON_API: { level: 'note', meaning: 'a program imports dbt-core; sluice is called as an executable or from JavaScript' },
  RUN_HOOK: { level: 'note', meaning: '`on-run-start` and `on-run-end` run as under dbt' },
  WARNING: { level: 'note', meaning: 'a warning of sluice while it reads the project' },
} as const satisfies Record<string, Kind>

export type FindingCode = keyof typeof findingTable

export interface Finding {
  readonly level: Level
  readonly code: FindingCode
  readonly location: SourceLocation
  /** What was found, one sentence. */
  readonly what: string
  /** What to do about it. */
  readonly todo: string
}

export function finding(code: FindingCode, location: SourceLocation, what: string, todo: string): Finding {
  const { file, line, column } = location
  return { level: findingTable[code].level, code, location: { file, line, column }, what, todo }
}

/** Worst first, then by place; the same thing at the same place once. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ code, location: { file, line, column } }: Finding) => `${code} ${file}:${line}:${column}`
  const unique = new Map(findings.map((each) => [key(each), each]))
  return [...unique.values()].sort(
    (a, b) =>
      levels.indexOf(a.level) - levels.indexOf(b.level) ||
      compare(a.location.file, b.location.file) ||
      a.location.line - b.location.line ||
      a.location.column - b.location.column,
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
