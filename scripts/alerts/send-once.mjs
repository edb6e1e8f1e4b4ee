// One run's end, without the run: takes what it saw and sends, as `sluice build` does last. Started, and killed, by storm.mjs.
import { randomUUID } from 'node:crypto'
import { pid } from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { Cursor } from '../../src/core/cursor.ts'
import { Outbox, readAlertSettings, sendAlerts } from '../../src/observe/alerts/index.ts'

const { root, settings, patience, seen } = JSON.parse(process.argv[2])
const read = readAlertSettings(new Cursor(settings, { code: 'SETTINGS_INVALID', locate: () => undefined }))
if (seen) new Outbox(root).see(seen)
process.stdout.write('seen\n')
const alive = (other) => {
  try {
    return process.kill(other, 0)
  } catch {
    return false
  }
}
const sent = await sendAlerts({
  root,
  settings: { ...read, giveUpAfter: patience },
  signal: new AbortController().signal,
  id: randomUUID(),
  pid,
  alive,
  now: () => new Date(performance.timeOrigin + performance.now()),
  newId: () => randomUUID(),
  sleep: (time) => setTimeout(time),
  clean: (text) => text,
})
process.stdout.write(`${JSON.stringify(sent)}\n`)
