// Module hooks: see register.mjs.
import { appendFileSync } from 'node:fs'

export async function resolve(specifier, context, next) {
  if (!/^(node:|file:|data:|[./])/.test(specifier)) appendFileSync(process.env.SLUICE_IMPORT_LOG, `${specifier}\n`)
  if (specifier === process.env.SLUICE_IMPORT_MISSING) {
    throw Object.assign(new TypeError(`Cannot find package '${specifier}'`), { code: 'ERR_MODULE_NOT_FOUND' })
  }
  return await next(specifier, context)
}
