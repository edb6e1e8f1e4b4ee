/** The process's streams as outputs. A reader that goes away (`| head`) ends the writing, not the run with a stack trace. */
import type { Output } from '../report/index.js'

export function streamOutput(stream: NodeJS.WriteStream): Output {
  let open = true
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') open = false
  })
  return {
    isTTY: stream.isTTY === true,
    columns: () => stream.columns || 80,
    write(text) {
      if (open) stream.write(text)
    },
  }
}

/** Resolves when everything written has left the process. */
export async function drained(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.destroyed || stream.writableLength === 0) return
  await new Promise<void>((resolve) => {
    stream.write('', () => resolve())
  })
}
