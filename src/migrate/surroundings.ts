/** Files beside the project that name dbt: scripts, pipelines, linters, programs, dbt's platform. */
import { type Finding, finding } from './finding.js'
import { type OldProject, start } from './old-project.js'
import { placeOf } from './template-code.js'

const script =
  /(?:^|\/)(?:Makefile|justfile|Justfile|Dockerfile|Taskfile\.ya?ml|Procfile|\.gitlab-ci\.yml|Jenkinsfile|azure-pipelines\.yml)$|\.(?:sh|bash|zsh)$|^\.(?:github\/workflows|circleci)\//
/** At the start of a command, however it is wrapped. */
const call =
  /(?:^|[;&|]|\brun:|\bscript:|^\s*-|\bRUN\b|\buv run|\bpoetry run|\bpipenv run)\s*(?:@)?(dbt)\s+(?:build|run|test|seed|snapshot|compile|deps|docs|ls|list|source|parse|debug|clone|retry|show|run-operation|--)/gm
const imported = /^\s*(?:from\s+dbt\.(?:cli|flags|adapters|contracts|task|config|compilation)[\w.]*\s+import|import\s+dbt\b)/gm

export function checkSurroundings(project: OldProject): Finding[] {
  const own = project.files.filter((file) => !file.startsWith('dbt_packages/') && !file.includes('/dbt_packages/'))
  return [...own.flatMap((file) => [...scripts(project, file), ...programs(project, file)]), ...lonely(project)]
}

function scripts(project: OldProject, file: string): Finding[] {
  if (!script.test(file)) return []
  const text = project.text(file)
  const first = [...text.matchAll(call)]
  const at = (match: RegExpExecArray) => ({ file, ...placeOf(text, match.index + match[0].indexOf('dbt')) })
  return first.map((match) =>
    finding('CALLS_DBT', at(match), 'this calls dbt', 'write sluice for dbt, or link sluice-dbt as dbt on the path'),
  )
}

function programs(project: OldProject, file: string): Finding[] {
  if (!file.endsWith('.py')) return []
  const text = project.text(file)
  return [...text.matchAll(imported)].map((match) =>
    finding(
      'PYTHON_API',
      { file, ...placeOf(text, match.index + match[0].search(/\S/)) },
      'this imports dbt-core, which stays dbt-core',
      'call the executable sluice-dbt and read its artifacts and JSON log',
    ),
  )
}

function lonely(project: OldProject): Finding[] {
  const found: Finding[] = []
  if (project.has('dbt_cloud.yml'))
    found.push(finding('DBT_CLOUD', start('dbt_cloud.yml'), 'dbt_cloud.yml is not read', 'leave it for dbt, or remove it'))
  if (project.has('.env'))
    found.push(
      finding(
        'ENV_FILE',
        start('.env'),
        '.env is read: dbt 1.11 leaves it alone',
        'what the shell sets counts before it; rename it if that is not wanted',
      ),
    )
  if (project.has('vars.yml'))
    found.push(
      finding(
        'VARS_FILE',
        start('vars.yml'),
        'vars.yml is read: dbt 1.11 leaves it alone',
        'the vars of dbt_project.yml count before it; rename it if that is not wanted',
      ),
    )
  const linter = ['.sqlfluff', 'setup.cfg', 'tox.ini', 'pyproject.toml'].find((file) => /templater\s*=\s*"?dbt/.test(project.text(file)))
  if (linter)
    found.push(
      finding(
        'LINTER_NEEDS_DBT',
        start(linter),
        'sqlfluff’s dbt templater imports dbt-core',
        'keep dbt in the linter’s Python, or use its jinja templater',
      ),
    )
  return found
}
