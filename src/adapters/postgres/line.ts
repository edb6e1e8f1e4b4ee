/** The line under a session, for what the driver offers no way to end. */
import type { Client } from 'pg'
import { interrupted } from '../base.js'

interface Cuttable {
  readonly connection: { readonly stream: { destroy(): void } }
}

/** Ends the link at once, whatever the server is doing. */
export function cutLine(client: Client): void {
  ;(client as unknown as Cuttable).connection.stream.destroy()
}

/** Logs in; a signal ends the waiting with `INTERRUPTED`. A client that failed is ended. */
export async function logIn(client: Client, signal: AbortSignal | undefined): Promise<void> {
  const stop = () => cutLine(client)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    await client.connect()
  } catch (error) {
    void client.end().catch(() => undefined)
    throw signal?.aborted ? interrupted() : error
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
