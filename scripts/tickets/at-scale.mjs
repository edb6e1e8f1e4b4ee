// node scripts/tickets/at-scale.mjs [rows]: gives a million tickets, five days of them, in shuffled order, and compares with a full refresh.
import { spawnSync } from 'node:child_process'

const rows = process.argv[2] ?? '1000000'
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'e2e', 'e2e/tickets/disorder.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, TICKETS_ROWS: rows },
  shell: process.platform === 'win32',
})
process.exitCode = status ?? 1
