// For `node --import`: writes down which packages a program opens, one line each, and lets one be missing.
import { appendFileSync } from 'node:fs'
import { createRequire, register } from 'node:module'

register('./hooks.mjs', import.meta.url)

// Packages open each other by require, of which the hooks hear nothing.
const Module = createRequire(import.meta.url)('node:module')
const load = Module._load
Module._load = function (request, ...rest) {
  if (!/^(node:|[./])/.test(request)) appendFileSync(process.env.SLUICE_IMPORT_LOG, `${request}\n`)
  if (request === process.env.SLUICE_IMPORT_MISSING)
    throw Object.assign(new TypeError(`Cannot find module '${request}'`), { code: 'MODULE_NOT_FOUND' })
  return load.call(this, request, ...rest)
}
