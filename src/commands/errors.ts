/** Errors of the command line: what was typed, what could have been typed. */
import { SluiceError } from '../core/error.js'
import { nearest } from '../core/nearest.js'

export function usage(message: string, more: { expected?: string; hint?: string; next?: string } = {}): SluiceError {
  return new SluiceError('USAGE', { message, ...more })
}

export function badValue(where: string, value: string, expected: string, candidates: readonly string[] = []): SluiceError {
  const close = nearest(value, candidates)
  return usage(`invalid value for ${where}: '${value}'`, { expected, ...(close ? { hint: `did you mean ${close}?` } : {}) })
}

/** Worded as dbt words it, which scripts look for. */
export function noSuchPath(flag: string, path: string): SluiceError {
  return usage(`Invalid value for '${flag}': Path '${path}' does not exist.`)
}

const fileErrors: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ENOTEMPTY',
  'ENOSPC',
  'EDQUOT',
  'EMFILE',
])

/** The system refused a file or folder, which the user can mend; undefined for any other fault. */
export function fileRefused(cause: unknown): SluiceError | undefined {
  if (!(cause instanceof Error)) return undefined
  const { code, path, dest, syscall } = cause as NodeJS.ErrnoException & { readonly dest?: string }
  if (typeof path !== 'string' || !(fileErrors.has(String(code)) || syscall === 'mkdir')) return undefined
  return new SluiceError('ARTIFACT_WRITE_FAILED', {
    message: `${dest ?? path} could not be opened or written: ${cause.message}`,
    hint: 'check that it is of the right kind, that its folder is writable and that the disk is not full',
    cause,
  })
}

/** Where a run that was cancelled stood just then is of no interest, least of all in macros that come with the tool. */
export function cancelledPlainly(error: unknown): unknown {
  if (!(error instanceof SluiceError) || error.code !== 'INTERRUPTED') return error
  return new SluiceError('INTERRUPTED', { message: error.message, cause: error.cause })
}

export function flagsInTwoFiles(): SluiceError {
  return usage('both `config` in profiles.yml and `flags` in dbt_project.yml are given', { hint: 'move all of it to `flags`' })
}

export function givenTwice(name: string): SluiceError {
  return usage(`--${name} was given both before and after the command`, { hint: 'give it once, on either side' })
}

export function excludeEachOther(first: string, second: string): SluiceError {
  return usage(`--${first} and --${second} cannot be used together`)
}

export function eventTimes(message: string): SluiceError {
  return usage(message, { expected: '--event-time-start before --event-time-end, both given' })
}

export function cleanRefused(path: string, why: string): SluiceError {
  return new SluiceError('CLEAN_REFUSED', {
    message: `clean-targets: ${path} is not deleted, because ${why}`,
    hint: 'name only folders that builds write',
  })
}

export function folderTaken(folder: string): SluiceError {
  return new SluiceError('INIT_EXISTS', { message: `${folder} exists and is not empty`, hint: 'choose another name' })
}

export function demoMissing(demo: string, root: string): SluiceError {
  return new SluiceError('INTERNAL', { message: `the example project "${demo}" is not in ${root}`, hint: 'install the tool again' })
}

export function stateMissing(folder: string, file: string, flag: string): SluiceError {
  return new SluiceError('STATE_NOT_FOUND', {
    message: `${flag}: no ${file} in ${folder}`,
    expected: 'the target folder of an earlier run',
    next: 'sluice build',
  })
}

export function stateIsTarget(folder: string): SluiceError {
  return new SluiceError('STATE_IS_TARGET', {
    message: `The state and target directories are the same: '${folder}'`,
    hint: 'what is compared with is overwritten by the command itself; keep the earlier artifacts in a folder of their own',
  })
}

export function nothingToRetry(folder: string): SluiceError {
  return new SluiceError('NOTHING_TO_RETRY', {
    message: `no run_results.json and no journal of a killed run in ${folder}`,
    next: 'sluice build',
  })
}

export function cannotRetry(which: string): SluiceError {
  return new SluiceError('NOTHING_TO_RETRY', { message: `the last run was "${which}", which cannot be retried` })
}

export function serveFailed(address: string, cause: unknown): SluiceError {
  return new SluiceError('SERVE_FAILED', {
    message: `cannot listen on ${address}: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'another port: --port 8081',
    cause,
  })
}

export function pageMissing(file: string): SluiceError {
  return new SluiceError('SERVE_FAILED', { message: `there is no ${file} yet`, next: 'sluice docs generate' })
}

export function warningsAsErrors(count: number): SluiceError {
  return new SluiceError('WARNINGS_AS_ERRORS', {
    message: `${count} ${count === 1 ? 'warning counts' : 'warnings count'} as ${count === 1 ? 'an error' : 'errors'}`,
    hint: 'see above; --warn-error-options can let single ones pass',
  })
}

export function nothingToTrace(): SluiceError {
  return usage('lineage needs a node or a column, or --impact', { next: 'sluice lineage my_model.my_column' })
}

export function formatOfOther(output: string): SluiceError {
  return usage(`--output ${output} is ${output === 'markdown' ? 'for' : 'not for'} --impact`, {
    expected: 'text, json or mermaid; with --impact text, json or markdown',
  })
}

export function impactOfAll(args: readonly string[]): SluiceError {
  return usage(`--impact is about the whole project and takes no columns: ${args.join(' ')}`, { next: `sluice lineage ${args.join(' ')}` })
}

export function stateForImpact(): SluiceError {
  return new SluiceError('STATE_NOT_FOUND', {
    message: '--impact compares with an earlier version of the project, and --state names none',
    expected: '--state with a folder that holds the manifest.json of that version',
    next: 'sluice lineage --impact --state FOLDER',
  })
}

export function nothingToShow(): SluiceError {
  return usage('show needs --select or --inline', { next: 'sluice show --select my_model' })
}

export function stateNotGiven(): SluiceError {
  return new SluiceError('STATE_NOT_FOUND', {
    message: '--state or --defer-state are required for deferral, but neither was provided',
    expected: 'the target folder of an earlier run, kept aside',
  })
}

export function notBuilt(name: string, day: number): SluiceError {
  return new SluiceError('ADAPTER_NOT_CONFORMING', { message: `build ${day} of the scratch project gave nothing for ${name}` })
}

export function catalogNotRead(errors: readonly string[]): SluiceError {
  return new SluiceError('DB_QUERY_FAILED', {
    message: `the warehouse does not tell its columns: ${errors.join('; ')}`,
    hint: 'is the user of this target allowed to read the information schema?',
  })
}

export function historyOff(): SluiceError {
  return new SluiceError('HISTORY_OFF', {
    message: 'the history is off: no run is kept',
    hint: 'unset SLUICE_HISTORY, or `history:` in sluice.yml',
  })
}

export function historyNodeUnknown(asked: string, known: readonly string[]): SluiceError {
  const close = nearest(asked, known)
  return new SluiceError('HISTORY_NODE_NOT_FOUND', {
    message: `"${asked}" was in none of the runs looked at`,
    expected: 'the name or unique id of a node',
    hint: close ? `did you mean ${close}?` : 'look at more runs with --limit',
    next: 'sluice history',
  })
}
