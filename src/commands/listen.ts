/** A server of this machine, from its first moment until the command is interrupted. */
import type { Server } from 'node:http'
import { serveFailed } from './errors.js'

/** Gives the port: another than asked for where that was 0. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  return await new Promise((done, fail) => {
    server.once('error', (cause) => fail(serveFailed(`${host}:${port}`, cause)))
    server.listen(port, host, () => {
      const address = server.address()
      done(typeof address === 'object' && address ? address.port : port)
    })
  })
}

export async function closed(server: Server, signal: AbortSignal): Promise<void> {
  await new Promise<void>((done) => {
    const stop = () => {
      server.close(() => done())
      server.closeAllConnections()
    }
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
