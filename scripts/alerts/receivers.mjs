// Receivers of alerts that fail in every way a receiver can, and write down what they took.
import { createServer } from 'node:http'
import { SMTPServer } from 'smtp-server'

/**
 * `up`; `down`: nobody listens; `broken`: 500; `busy`: 429 with Retry-After; `silent`: takes it and never answers; `cut`: takes
 * it and breaks the connection; `dropped`: breaks the connection and takes nothing.
 */
export const faults = ['up', 'up', 'down', 'broken', 'busy', 'silent', 'cut', 'dropped']

const answers = {
  up({ response, take }) {
    take(true)
    response.writeHead(202, { 'content-type': 'text/plain' }).end('ok')
  },
  broken: ({ response }) => response.writeHead(500).end('out of order'),
  busy: ({ response }) => response.writeHead(429, { 'retry-after': '1' }).end(),
  silent: ({ take }) => take(false),
  cut({ request, take }) {
    take(false)
    request.socket.destroy()
  },
  dropped: ({ request }) => request.socket.destroy(),
}

/** One that speaks HTTP. `taken`: what it accepted, in order, with whether it said so. */
export async function httpReceiver(read) {
  const taken = []
  let fault = 'up'
  let open = false
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('error', () => undefined)
    request.on('data', (part) => (body += part))
    request.on('end', () => {
      const take = (said) => taken.push({ ...read(JSON.parse(body), request.headers), said, at: performance.now() })
      answers[fault]?.({ request, response, take })
    })
  })
  const listen = (port) =>
    new Promise((done, fail) => {
      server.once('error', fail)
      server.listen(port, '127.0.0.1', () => {
        open = true
        done(server.address().port)
      })
    })
  const stop = () =>
    new Promise((done) => {
      open = false
      server.close(() => done())
      server.closeAllConnections()
    })
  const port = await listen(0)
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    async become(next) {
      fault = next
      if (next === 'down' && open) await stop()
      else if (next !== 'down' && !open) await listen(port)
    },
    close: async () => (open ? await stop() : undefined),
  }
}

class Refusal extends Error {}

/** One that takes mail. */
export async function mailReceiver() {
  const taken = []
  let fault = 'up'
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onConnect(_session, done) {
      if (fault === 'down') done(Object.assign(new Refusal('closed'), { responseCode: 421 }))
      else done()
    },
    onRcptTo(_address, _session, done) {
      if (fault === 'busy') done(Object.assign(new Refusal('later'), { responseCode: 451 }))
      else done()
    },
    onData(stream, session, done) {
      let text = ''
      stream.setEncoding('utf8')
      stream.on('data', (part) => (text += part))
      stream.on('end', () => {
        const silent = fault === 'silent' || fault === 'cut'
        if (fault === 'broken' || fault === 'dropped') {
          done(Object.assign(new Refusal('out of order'), { responseCode: 451 }))
          return
        }
        taken.push({
          ...mailRead(text),
          said: !silent,
          at: performance.now(),
          to: session.envelope.rcptTo.map(({ address }) => address),
          text,
        })
        if (fault === 'cut') for (const client of server.connections) client._socket.destroy()
        else if (!silent) done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: server.server.address().port,
    taken,
    become(next) {
      fault = next
    },
    close: () => new Promise((done) => server.close(done)),
  }
}

function mailRead(text) {
  const plain = text.replace(/\r\n[ \t]+/g, ' ')
  const [, id] = /^Message-ID: <([^@]+)@/im.exec(plain) ?? []
  const [, key] = /^X-Sluice-Incident: (.*)\r?$/im.exec(plain) ?? []
  const [, subject] = /^Subject: (.*)\r?$/im.exec(plain) ?? []
  const event = /Resolved/.test(subject) ? 'resolved' : /Open/.test(subject) ? 'open' : 'update'
  return { id, key: decodeURIComponent(key ?? ''), event, subject }
}
