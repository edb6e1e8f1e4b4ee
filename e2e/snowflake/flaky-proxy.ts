// A proxy between driver and emulator that loses the answer of a request, or refuses one, when told to.
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Trouble = 'answer lost' | 'refused with 503'

export interface FlakyProxy {
  readonly port: number
  /** What happens to the next request whose path starts like this. */
  next(path: string, trouble: Trouble): void
  close(): Promise<void>
}

export async function flakyProxy(target: number): Promise<FlakyProxy> {
  const waiting: { readonly path: string; readonly trouble: Trouble }[] = []
  const server = createServer((incoming, outgoing) => {
    const index = waiting.findIndex(({ path }) => incoming.url?.startsWith(path))
    const trouble = index < 0 ? undefined : waiting.splice(index, 1)[0]?.trouble
    if (trouble === 'refused with 503') outgoing.writeHead(503).end()
    else pass(target, incoming, outgoing, trouble === 'answer lost')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    next: (path, trouble) => void waiting.push({ path, trouble }),
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}

function pass(target: number, incoming: IncomingMessage, outgoing: ServerResponse, losesAnswer: boolean): void {
  const { method, url, headers } = incoming
  const onward = forward({ host: '127.0.0.1', port: target, method, path: url, headers }, (answer) => {
    if (losesAnswer) answer.resume().on('end', () => outgoing.destroy())
    else {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    }
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
}
