/** Project → Manifest. */
export { parseKept } from './cache/parse-kept.js'
export { parseInline } from './inline.js'
export { parseProject } from './parse-project.js'
