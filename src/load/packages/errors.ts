/** Errors of `deps`: which entry of which file, what its place answered, what to do. */
import { SluiceError, type SourceLocation } from '../../core/error.js'

export function packageEntryInvalid(message: string, location: SourceLocation, expected?: string): SluiceError {
  return new SluiceError('PACKAGE_LIST_INVALID', {
    message,
    location,
    expected: expected ?? 'one of `package:` with `version:`, `git:`, `local:`, `tarball:` with `name:`',
  })
}

export function packageNotFound(name: string, near: string | undefined, location: SourceLocation): SluiceError {
  return new SluiceError('PACKAGE_NOT_FOUND', {
    message: `the package ${name} is not on the hub`,
    location,
    hint: near ? `did you mean ${near}?` : 'a package that is on no hub comes by `git:` or `local:`',
  })
}

export interface Wanted {
  /** Who asks: a file and the versions it names. */
  readonly by: string
  readonly versions: readonly string[]
  readonly at: SourceLocation
}

export function versionUnavailable(name: string, wanted: readonly Wanted[], known: readonly string[]): SluiceError {
  const several = wanted.length > 1
  const asked = wanted.map((one) => `${one.versions.join(', ')}${several ? ` (${one.by})` : ''}`).join(' and ')
  return new SluiceError(several ? 'PACKAGE_VERSION_CONFLICT' : 'PACKAGE_VERSION_NOT_FOUND', {
    message: several ? `no version of ${name} fits all that ask for it: ${asked}` : `${name} has no version ${asked} for this dbt version`,
    location: wanted[0]?.at,
    expected: known.length > 0 ? `one of: ${known.slice(-8).reverse().join(', ')}` : 'a version made for this dbt version',
    hint: several ? 'widen one of the ranges, or take another version of the package that asks' : '`--no-version-check` takes any version',
    related: wanted.slice(1).map((one) => ({ message: `${one.versions.join(', ')} is asked for here`, location: one.at })),
  })
}

export function placesConflict(name: string, places: readonly Wanted[]): SluiceError {
  return new SluiceError('PACKAGE_VERSION_CONFLICT', {
    message: `${name} is asked for in ways that exclude each other: ${places.map((one) => `${one.versions.join(', ')} (${one.by})`).join(' and ')}`,
    location: places[0]?.at,
    expected: 'one place and one revision for each package',
    related: places.slice(1).map((one) => ({ message: 'asked for here too', location: one.at })),
  })
}

export function badVersion(text: string, name: string, location: SourceLocation): SluiceError {
  return new SluiceError('PACKAGE_LIST_INVALID', {
    message: `"${text}" is not a version for ${name}`,
    location,
    expected: 'three numbers, with a comparison in front if need be: 1.1.1, ">=1.0.0"',
  })
}

export function downloadFailed(what: string, url: string, reason: string, location: SourceLocation, cause?: unknown): SluiceError {
  return new SluiceError('PACKAGE_DOWNLOAD_FAILED', {
    message: `${what} could not be fetched from ${url}: ${reason}`,
    location,
    hint: 'is the address right and the network up? DBT_PACKAGE_HUB_URL names another hub; what was installed before is untouched',
    next: 'sluice deps',
    cause,
  })
}

export function hubAnswerInvalid(url: string, why: string, location: SourceLocation): SluiceError {
  return new SluiceError('PACKAGE_DOWNLOAD_FAILED', {
    message: `the hub's answer from ${url} is not what a hub gives: ${why}`,
    location,
    hint: 'does DBT_PACKAGE_HUB_URL name a package hub, with a slash at its end?',
  })
}

export function checksumDiffers(name: string, url: string, location: SourceLocation): SluiceError {
  return new SluiceError('PACKAGE_CHECKSUM', {
    message: `the archive of ${name} from ${url} is not the one the hub vouches for`,
    location,
    hint: 'nothing of it was unpacked; try again, and if it stays so, take the package by `git:` with a revision you have looked at',
  })
}

export function archiveUnsafe(what: string, entry: string, why: string, location: SourceLocation): SluiceError {
  return new SluiceError('PACKAGE_ARCHIVE_UNSAFE', {
    message: `${what} holds ${entry}, which ${why}`,
    location,
    hint: 'nothing of it was unpacked',
  })
}

export function archiveInvalid(what: string, why: string, location: SourceLocation, cause?: unknown): SluiceError {
  return new SluiceError('PACKAGE_ARCHIVE_INVALID', {
    message: `${what} cannot be used: ${why}`,
    location,
    expected: 'a .tar.gz with one folder that holds dbt_project.yml',
    cause,
  })
}

export function packageUnusable(what: string, why: string, location: SourceLocation, hint?: string): SluiceError {
  return new SluiceError('PACKAGE_UNUSABLE', { message: `${what} ${why}`, location, hint })
}

export function gitFailed(repository: string, revision: string, text: string, location: SourceLocation): SluiceError {
  return new SluiceError('PACKAGE_GIT_FAILED', {
    message: `git could not fetch ${revision} of ${repository}: ${text}`,
    location,
    hint: 'does `git ls-remote` show it? a private repository needs a key or a token in the address',
  })
}

export function gitMissing(location: SourceLocation): SluiceError {
  return new SluiceError('PACKAGE_GIT_FAILED', {
    message: 'git is not on the path, and a listed package comes by git',
    location,
    hint: 'install git, or take the package from the hub',
  })
}
