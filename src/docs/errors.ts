import { SluiceError } from '../core/error.js'

export function docsAppMissing(folder: string, cause: unknown): SluiceError {
  return new SluiceError('DOCS_APP_MISSING', {
    message: `the docs page's code is not in ${folder}`,
    expected: 'main.iife.js and style.css, made by the build',
    hint: 'reinstall sluice, or in a checkout: npm run build',
    cause,
  })
}

export function publishRefused(folder: string, why: string): SluiceError {
  return new SluiceError('PUBLISH_REFUSED', {
    message: `nothing was published to ${folder}: ${why}`,
    expected: 'a folder that is not there yet, an empty one, or one that an earlier --publish has written',
    hint: 'publish to a folder of its own, and let what serves it add further files',
  })
}

export function publishFailed(folder: string, cause: unknown): SluiceError {
  return new SluiceError('PUBLISH_REFUSED', {
    message: `${folder} cannot be replaced: ${cause instanceof Error ? cause.message : String(cause)}`,
    expected: 'a folder that can be renamed: no mount, and open in no other program',
    hint: 'publish to a folder below it',
    cause,
  })
}
