/** What a file without Jinja asks for: nothing. */
import type { Captured } from '../context/index.js'

export const nothingCaptured: Captured = {
  refs: [],
  sources: [],
  metrics: [],
  functions: [],
  configCalls: [],
  macros: [],
  reads: { vars: [], env: [], other: [] },
}
