/** Errors of the registry, before an engine is known. */
import { SluiceError } from '../core/error.js'
import { nearest } from '../core/nearest.js'

export function unknownAdapter(type: string, known: readonly string[]): SluiceError {
  return adapterNotFound(type, known, undefined)
}

/** Neither built in nor found as a package, or not where `adapter:` says. */
export function adapterNotFound(type: string, known: readonly string[], written: string | undefined): SluiceError {
  const near = nearest(type, known)
  if (written !== undefined)
    return new SluiceError('ADAPTER_UNKNOWN', {
      message: `the adapter for warehouse type "${type}" is not at ${written}`,
      expected: 'adapter: a folder or file, relative to the folder of profiles.yml',
    })
  return new SluiceError('ADAPTER_UNKNOWN', {
    message: `there is no adapter for warehouse type "${type}"`,
    expected: `one of ${known.join(', ')}, or the package sluice-adapter-${type}`,
    hint: near ? `did you mean type: ${near}?` : undefined,
    next: near ? undefined : `npm install sluice-adapter-${type}`,
  })
}

export function adapterBroken(place: string, why: string, cause?: unknown): SluiceError {
  return new SluiceError('ADAPTER_INVALID', {
    message: `the adapter ${place} cannot be loaded: ${why}`,
    hint: 'is the package installed with all it depends on?',
    cause,
  })
}

export function adapterWrongShape(file: string, why: string): SluiceError {
  return new SluiceError('ADAPTER_INVALID', {
    message: `${file} is no adapter: ${why}`,
    expected: "export default defineAdapter({ type: …, macrosDir: …, create: … }), from 'sluice/adapter-kit'",
  })
}

export function adapterOtherKit(file: string, version: number, own: number): SluiceError {
  return new SluiceError('ADAPTER_VERSION', {
    message:
      version === own
        ? `${file} brings its own copy of sluice/adapter-kit`
        : `${file} was written for version ${version} of the adapter kit, this sluice has version ${own}`,
    hint:
      version === own
        ? 'leave sluice/adapter-kit out of what the adapter bundles: name sluice as a peer dependency'
        : `install the ${version < own ? 'adapter' : 'sluice'} that fits`,
  })
}

export function invalidIndex(message: string): SluiceError {
  return new SluiceError('CONFIG_INVALID', { message, expected: "indexes: [{'columns': ['a', 'b'], 'unique': true, 'type': 'btree'}]" })
}
