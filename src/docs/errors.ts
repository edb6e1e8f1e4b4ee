import { SluiceError } from '../core/error.js'

export function docsAppMissing(folder: string, cause: unknown): SluiceError {
  return new SluiceError('DOCS_APP_MISSING', {
    message: `the docs page's code is not in ${folder}`,
    expected: 'main.iife.js and style.css, made by the build',
    hint: 'reinstall sluice, or in a checkout: npm run build',
    cause,
  })
}
