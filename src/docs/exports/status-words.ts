import type { NodeStatus } from '../model/index.js'

export const statusWords: Readonly<Record<NodeStatus, string>> = {
  ok: 'passed',
  warn: 'warned',
  fail: 'failed',
  skipped: 'skipped',
  none: 'not run',
}
