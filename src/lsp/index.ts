/** The language server: what a project says, while it is typed. */
export type { CompiledText, Host, Opened, Problem, Reading } from './host.js'
export { serve } from './server.js'
