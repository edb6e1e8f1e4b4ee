/** What templates say: names that are not offered here, macros that take the place of built-in ones, Python models. */
import { type Finding, type FindingCode, finding } from './finding.js'
import { adapterMethods, exceptionNames, missingTableMethods, moduleNames } from './offered.js'
import { folders, listed, type OldProject } from './old-project.js'
import { placeOf, templateCode } from './template-code.js'

interface Rule {
  readonly code: FindingCode
  /** Of the code of a template; the first group is the name. */
  readonly pattern: RegExp
  readonly known?: (name: string) => boolean
  readonly what: (name: string) => string
  readonly todo: string
}

const rules: readonly Rule[] = [
  {
    code: 'MODULE_NAME',
    pattern: /(?<![\w.])modules\s*\.\s*(\w+)/g,
    known: (name) => moduleNames.includes(name),
    what: (name) => `modules.${name} is not there`,
    todo: `only ${moduleNames.join(', ')} are, as in dbt`,
  },
  {
    code: 'ADAPTER_METHOD',
    pattern: /(?<![\w.])adapter\s*\.\s*(\w+)/g,
    known: (name) => adapterMethods.has(name),
    what: (name) => `adapter.${name} is not offered`,
    todo: 'write it as a macro, or as SQL by run_query()',
  },
  {
    code: 'ADAPTER_MACRO',
    pattern: /(?<![\w.])(adapter_macro)\s*\(/g,
    what: () => 'adapter_macro() is no longer there',
    todo: "adapter.dispatch('name', 'package')(…)",
  },
  {
    code: 'DISPATCH_PACKAGES',
    pattern: /(?<![\w.])adapter\s*\.\s*dispatch\s*\([^()]*?\b(packages)\s*=/g,
    what: () => 'adapter.dispatch takes no packages',
    todo: "adapter.dispatch('name', 'package') and `dispatch:` in dbt_project.yml",
  },
  {
    code: 'API_NAME',
    pattern: /(?<![\w.])api\s*\.\s*(\w+)/g,
    known: (name) => name === 'Relation' || name === 'Column',
    what: (name) => `api.${name} is not offered`,
    todo: 'only api.Relation and api.Column are, as in dbt',
  },
  {
    code: 'EXCEPTION_NAME',
    pattern: /(?<![\w.])exceptions\s*\.\s*(\w+)/g,
    known: (name) => exceptionNames.has(name),
    what: (name) => `exceptions.${name} is not offered`,
    todo: 'exceptions.raise_compiler_error(…)',
  },
  {
    code: 'PYTHON_INTERNAL',
    pattern: /\.\s*(__\w+__)/g,
    what: (name) => `${name} is Python’s own: values here are no Python objects`,
    todo: 'use a test or a filter of Jinja: `is mapping`, `is string`, `| length`, …',
  },
  {
    code: 'TABLE_METHOD',
    pattern: new RegExp(`\\.\\s*(${missingTableMethods.join('|')})\\s*\\(`, 'g'),
    what: (name) => `.${name}() of a query's result is not offered`,
    todo: 'loop over `.rows`, or have the warehouse do it',
  },
]

/** Macros of the three naming rules are meant to be written anew: nothing to say of them. */
const meantToBeReplaced: ReadonlySet<string> = new Set(['generate_schema_name', 'generate_alias_name', 'generate_database_name'])

const kinds = [
  ['model-paths', 'models'],
  ['macro-paths', 'macros'],
  ['snapshot-paths', 'snapshots'],
  ['test-paths', 'tests'],
  ['analysis-paths', 'analyses'],
] as const

/** `builtin`: names of the built-in macros; `type`: the target's, where it is known. */
export function checkTemplates(project: OldProject, builtin: ReadonlySet<string>, type: string | undefined): Finding[] {
  const own = kinds.flatMap(([key, usual]) => folders(project, key, usual))
  const isOwn = (file: string) => own.some((folder) => folder === '' || file.startsWith(`${folder}/`))
  const installed = String(project.config.values['packages-install-path'] ?? 'dbt_packages')
  const isPackage = (file: string) => file.startsWith(`${installed}/`) && !file.includes('/integration_tests/')
  return project.files
    .filter((file) => file.endsWith('.sql') && (isPackage(file) || isOwn(file)))
    .flatMap((file) => {
      const text = project.text(file)
      if (!text.includes('{')) return []
      const template = { file, text, code: templateCode(text) }
      return isPackage(file) ? calls(template, type).map(ofPackage) : [...calls(template, type), ...definitions(template, builtin)]
    })
}

interface Template {
  readonly file: string
  readonly text: string
  readonly code: string
}

function ofPackage({ location, what, todo }: Finding): Finding {
  return finding('PACKAGE_MACRO', location, `${what} (a macro of a package)`, todo)
}

function calls({ file, text, code }: Template, type: string | undefined): Finding[] {
  return rules.flatMap(({ code: id, pattern, known, what, todo }) =>
    [...code.matchAll(pattern)].flatMap((match) => {
      const name = match[1] ?? ''
      if (known?.(name) || isForAnother(code, match.index, type)) return []
      return [finding(id, { file, ...placeOf(text, match.index + match[0].lastIndexOf(name)) }, what(name), todo)]
    }),
  )
}

/** Inside of `bigquery__…` while the target is something else: never called. */
function isForAnother(code: string, offset: number, type: string | undefined): boolean {
  const last = [...code.slice(0, offset).matchAll(/\{%[-+]?\s*(?:macro\s+(\w+)|endmacro)/g)].at(-1)?.[1]
  const prefix = /^([a-z0-9]+)__/.exec(last ?? '')?.[1]
  return prefix !== undefined && prefix !== 'default' && (type === undefined ? !builtinTypes.has(prefix) : prefix !== type)
}

const builtinTypes: ReadonlySet<string> = new Set(['duckdb', 'postgres', 'snowflake'])

function definitions({ file, text, code }: Template, builtin: ReadonlySet<string>): Finding[] {
  const at = (match: RegExpExecArray) => ({ file, ...placeOf(text, match.index) })
  const overrides = [...code.matchAll(/\{%[-+]?\s*macro\s+(\w+)/g)].flatMap((match) => {
    const name = match[1] ?? ''
    if (!builtin.has(name) || meantToBeReplaced.has(name)) return []
    return [
      finding(
        'BUILTIN_OVERRIDE',
        at(match),
        `the macro ${name} takes the place of the built-in one`,
        'it is used, as under dbt; nothing to do',
      ),
    ]
  })
  const materializations = [...code.matchAll(/\{%[-+]?\s*materialization\s+(\w+)/g)].map((match) =>
    finding(
      'CUSTOM_MATERIALIZATION',
      at(match),
      `the materialization ${match[1]} is the project's own`,
      'it is used, as under dbt; nothing to do',
    ),
  )
  return [...overrides, ...materializations]
}

/** `python`: one is on the path; `type`: the target's, where it is known. */
export function checkPythonModels(project: OldProject, python: boolean, type: string | undefined): Finding[] {
  const models = folders(project, 'model-paths', 'models')
  const files = project.files.filter((file) => file.endsWith('.py') && models.some((folder) => file.startsWith(`${folder}/`)))
  const runs = type === undefined || type === 'duckdb'
  return files.map((file) => {
    const at = { file, line: 1, column: 1 }
    if (!runs)
      return finding('PYTHON_MODEL_WITHOUT_PYTHON', at, `Python models run on DuckDB only, and the target is ${type}`, 'write it in SQL')
    if (!python)
      return finding(
        'PYTHON_MODEL_WITHOUT_PYTHON',
        at,
        'a Python model, and no Python is on the path',
        'install Python and its package duckdb',
      )
    return finding(
      'PYTHON_MODEL',
      at,
      'a Python model runs in a Python process of its own',
      'that Python needs the package duckdb (pip install duckdb) and what the model imports',
    )
  })
}

/** Hooks of a run, each with its place. */
export function checkRunHooks({ config }: OldProject): Finding[] {
  return ['on-run-start', 'on-run-end'].flatMap((key) => {
    const count = listed(config.values[key]).length
    if (count === 0) return []
    return [
      finding(
        'RUN_HOOK',
        config.at([key]),
        `${count} ${count === 1 ? 'hook' : 'hooks'} under ${key}`,
        'they run as under dbt; nothing to do',
      ),
    ]
  })
}
