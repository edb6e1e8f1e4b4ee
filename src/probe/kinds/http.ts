/** Status of a URL, or a value in the JSON it answers with. */
import type { Cursor } from '../../core/cursor.js'
import type { Redactor } from '../../core/redact.js'
import { probeFailed } from '../errors.js'
import type { HttpProbe, ProbeKind } from '../probe.js'

const maxHops = 5
/** Bytes of an answer that are read. */
const maxBody = 4_000_000

export const httpKind: ProbeKind<HttpProbe> = {
  key: 'http',
  keys: ['method', 'headers', 'status', 'field'],
  read: (cursor) => ({
    kind: 'http',
    url: urlOf(cursor),
    method: cursor.optionalWord('method', ['GET', 'HEAD', 'POST']) ?? 'GET',
    headers: Object.fromEntries(cursor.entries('headers').map(([name]) => [name, cursor.at('headers').text(name)])),
    statuses: statusesOf(cursor),
    field: cursor.optionalText('field') ?? null,
  }),
  async ask(probe, means, signal) {
    keepSecrets(probe, means.redactor)
    const response = await follow(probe, signal)
    const words = `HTTP ${response.status} from ${shown(probe.url)}`
    if (!probe.statuses.includes(response.status)) {
      await response.body?.cancel()
      return { words, wanted: `HTTP ${probe.statuses.join(' or ')}` }
    }
    if (probe.field === null) {
      await response.body?.cancel()
      return { words }
    }
    const value = pick(parse(await bodyOf(response), words), probe.field)
    if (value === undefined) return { words: `${words}, without a value at ${probe.field}`, wanted: `a value at ${probe.field}` }
    return { value, words: `${probe.field} of ${shown(probe.url)}` }
  },
}

function urlOf(cursor: Cursor): string {
  const text = cursor.text('http')
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text
  throw cursor.problem('http is no URL', 'a URL such as https://example.com/health', 'http')
}

function statusesOf(cursor: Cursor): number[] {
  const texts = cursor.texts('status')
  if (texts.length === 0) return [200]
  const statuses = texts.map(Number)
  if (statuses.every((status) => Number.isInteger(status) && status >= 100 && status <= 599)) return statuses
  throw cursor.problem(`status is ${texts.join(', ')}`, 'an HTTP status such as 200, or a list of them', 'status')
}

/** Redirects stay with HTTP, never from https to http; headers, which may hold a key, go to the first host only. */
async function follow(probe: HttpProbe, signal: AbortSignal): Promise<Response> {
  const first = new URL(probe.url)
  let at = first
  for (let hop = 0; hop <= maxHops; hop++) {
    const headers = at.origin === first.origin ? probe.headers : {}
    const response = await fetch(bare(at), { method: probe.method, headers: { ...headers, ...login(at) }, redirect: 'manual', signal })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null || probe.statuses.includes(response.status)) return response
    await response.body?.cancel()
    const next = new URL(location, at)
    if (!(next.protocol === at.protocol || (next.protocol === 'https:' && at.protocol === 'http:')))
      throw probeFailed(`${shown(probe.url)} leads to another protocol, ${next.protocol}//${next.host}`)
    at = next
  }
  throw probeFailed(`${shown(probe.url)} leads from one address to the next, more than ${maxHops} times`)
}

/** fetch takes no user and password in a URL. */
function bare(url: URL): URL {
  const out = new URL(url)
  out.username = ''
  out.password = ''
  return out
}

function login(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {}
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

/** Without user, password and query, each of which may hold a key. */
function shown(text: string): string {
  const { origin, pathname } = new URL(text)
  return `${origin}${pathname}`
}

const harmless = new Set(['accept', 'accept-language', 'content-type', 'user-agent', 'cache-control'])
/** Shorter ones would mask ordinary words of the log. */
const shortest = 6

function keepSecrets({ url, headers }: HttpProbe, redactor: Redactor): void {
  const { password, searchParams } = new URL(url)
  const inHeaders = Object.entries(headers).filter(([name]) => !harmless.has(name.toLowerCase()))
  const inQuery = [...searchParams].filter(([name]) => /key|token|secret|sig|pass|auth|code/i.test(name)).map(([, value]) => value)
  const values = inHeaders.flatMap(([, value]) => [value, ...value.split(' ').slice(1)])
  if (password !== '') for (const form of [password, decodeURIComponent(password)]) redactor.add(form)
  for (const value of [...values, ...inQuery]) if (value.length >= shortest) redactor.add(value)
}

async function bodyOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > maxBody) throw probeFailed(`the answer is longer than ${maxBody} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parse(text: string, words: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw probeFailed(`${words}, which is no JSON`)
  }
}

/** `data.tables[0].newest`; undefined where there is nothing. */
function pick(value: unknown, path: string): unknown {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '' && step !== '$')
  return steps.reduce<unknown>((at, step) => {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, step)) return undefined
    return (at as Readonly<Record<string, unknown>>)[step]
  }, value)
}
