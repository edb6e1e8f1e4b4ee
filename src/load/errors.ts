/** Errors of reading a project from disk. */
import { SluiceError, type SourceLocation } from '../core/error.js'
import { nearest } from '../core/nearest.js'

export function yamlSyntax(file: string, location: SourceLocation, problem: string): SluiceError {
  return new SluiceError('YAML_SYNTAX', {
    message: `${file} is not valid YAML: ${problem}`,
    location,
    expected: 'indentation by spaces, and quotes around text that contains ": " or starts with { [ * & ! % @ `',
  })
}

export function yamlShape(file: string, location: SourceLocation, what: string, expected: string): SluiceError {
  return new SluiceError('YAML_SHAPE', { message: `${what} in ${file} has the wrong shape`, location, expected })
}

export function projectNotFound(directory: string): SluiceError {
  return new SluiceError('PROJECT_NOT_FOUND', {
    message: `there is no dbt_project.yml in ${directory}`,
    expected: 'a project folder, as the working folder or by --project-dir',
    next: 'sluice init',
  })
}

export function projectUnknownKey(key: string, location: SourceLocation, known: Iterable<string>): SluiceError {
  const near = nearest(key, known)
  return new SluiceError('PROJECT_UNKNOWN_KEY', {
    message: `"${key}" is not a key of dbt_project.yml`,
    location,
    expected: 'one of the top-level keys of dbt_project.yml',
    hint: near ? `did you mean "${near}"?` : 'values for models go under `vars:` or `models: <project>: +meta:`',
  })
}

export function projectInvalid(message: string, location: SourceLocation, expected?: string): SluiceError {
  return new SluiceError('PROJECT_INVALID', { message, location, expected })
}

export function versionMismatch(project: string, required: readonly string[], claimed: string, location: SourceLocation): SluiceError {
  return new SluiceError('PROJECT_VERSION_MISMATCH', {
    message: `${project} requires dbt ${required.join(', ')}, and this is compatible with dbt ${claimed}`,
    location,
    hint: 'widen require-dbt-version, or run with --no-version-check',
  })
}

export function profilesNotFound(looked: readonly string[]): SluiceError {
  return new SluiceError('PROFILES_NOT_FOUND', {
    message: 'there is no profiles.yml',
    expected: `the file in one of: ${looked.join(', ')}`,
    hint: 'it says which database to use; --profiles-dir names its folder',
    next: 'sluice init',
  })
}

export function profileNotNamed(location: SourceLocation): SluiceError {
  return new SluiceError('PROFILE_NOT_FOUND', {
    message: 'dbt_project.yml names no profile',
    location,
    expected: '`profile: <name>` as in profiles.yml, or --profile',
  })
}

export function profileNotFound(name: string, known: readonly string[], location: SourceLocation | undefined): SluiceError {
  const near = nearest(name, known)
  return new SluiceError('PROFILE_NOT_FOUND', {
    message: `Could not find profile named '${name}'`,
    location,
    expected: known.length > 0 ? `one of: ${known.join(', ')}` : 'at least one profile',
    hint: near ? `did you mean "${near}"?` : undefined,
  })
}

export function profileInvalid(message: string, location: SourceLocation, expected?: string): SluiceError {
  return new SluiceError('PROFILE_INVALID', { message, location, expected })
}

export interface MissingTarget {
  readonly profile: string
  readonly target: string
  readonly known: readonly string[]
  /** The command line. */
  readonly typed: string
}

export function targetNotFound({ profile, target, known, typed }: MissingTarget, location: SourceLocation): SluiceError {
  const near = nearest(target, known)
  return new SluiceError('TARGET_NOT_FOUND', {
    message: `The profile '${profile}' does not have a target named '${target}'.`,
    location,
    expected: known.length > 0 ? `one of: ${known.join(', ')}` : 'at least one output',
    hint: near ? `did you mean "${near}"?` : undefined,
    next: known[0] ? withTarget(typed, near ?? known[0]) : undefined,
  })
}

function withTarget(typed: string, target: string): string {
  const flag = /(\s(?:--target|-t)(?:\s+|=))\S+/
  return flag.test(typed) ? typed.replace(flag, `$1${target}`) : `${typed} --target ${target}`
}

export function packagesNotInstalled(missing: readonly string[], location: SourceLocation): SluiceError {
  const many = missing.length > 1
  return new SluiceError('PACKAGES_NOT_INSTALLED', {
    message: `${missing.length} package${many ? 's are' : ' is'} listed but not installed: ${missing.join(', ')}`,
    location,
    next: 'sluice deps',
  })
}

export function duplicatePackage(name: string, roots: readonly string[]): SluiceError {
  return new SluiceError('PACKAGE_DUPLICATE', {
    message: `two packages are named "${name}": ${roots.join(' and ')}`,
    expected: 'every package to have a name of its own',
    hint: 'rename the project, or remove one of the two from packages.yml',
  })
}

export function catalogsInvalid(message: string, location: SourceLocation, expected: string): SluiceError {
  return new SluiceError('CATALOGS_INVALID', { message, location, expected })
}

export function selectorsInvalid(message: string, location: SourceLocation): SluiceError {
  return new SluiceError('SELECTORS_INVALID', { message, location, expected: '`selectors:` with a list of {name, definition}' })
}

/** @param offset - of the first character that stands for a byte which is none. */
export function notUtf8(file: string, text: string, offset: number): SluiceError {
  const before = text.slice(0, offset).split('\n')
  return new SluiceError('FILE_UNREADABLE', {
    message: `${file} is not UTF-8 text`,
    location: { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
    expected: 'UTF-8, with or without a byte-order mark',
    hint: `save it so, or convert it: iconv -f latin1 -t utf-8 ${file}`,
  })
}

export function fileUnreadable(file: string, cause: unknown): SluiceError {
  return new SluiceError('FILE_UNREADABLE', { message: `${file} cannot be read`, expected: 'a readable UTF-8 file', cause })
}
