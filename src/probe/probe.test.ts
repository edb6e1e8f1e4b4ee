import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Cursor } from '../core/cursor.js'
import { SluiceError } from '../core/error.js'
import { Redactor } from '../core/redact.js'
import type { ProbeAnswer, ProbeMeans } from './index.js'
import { readProbe, readProbes, runProbe } from './index.js'

const folder = mkdtempSync(join(tmpdir(), 'probe-'))
const now = new Date('2026-11-22T00:00:00Z')
let server: Server
let base = ''
let seen: IncomingMessage[] = []

beforeAll(async () => {
  server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.close()
  server.closeAllConnections()
  rmSync(folder, { recursive: true })
})

function answer(request: IncomingMessage, response: ServerResponse): void {
  seen.push(request)
  const path = request.url?.split('?')[0] ?? ''
  if (path === '/slow') return
  if (path === '/away') response.writeHead(302, { location: 'ftp://127.0.0.1/x' }).end()
  else if (path === '/round') response.writeHead(302, { location: '/round' }).end()
  else if (path === '/hop') response.writeHead(302, { location: `http://localhost:${base.split(':')[2]}/state` }).end()
  else if (path === '/state')
    response.end(JSON.stringify({ data: { tables: [{ newest: '2026-11-21 18:00:00', ms: 1795283999000, rows: 12 }] } }))
  else if (path === '/text') response.end('well')
  else response.writeHead(path === '/gone' ? 503 : 404).end()
}

const means: ProbeMeans = {
  query: async (connection, sql) => {
    if (sql === 'broken') throw new SluiceError('SQL_UNKNOWN_TABLE', { message: 'there is no table feed' })
    if (sql === 'never') return await new Promise(() => undefined)
    return { rows: sql === 'empty' ? [] : [{ cells: [connection === 'upstream' ? '2026-11-21' : Number(sql)] }] }
  },
  now: () => now,
  signal: new AbortController().signal,
  env: process.env,
  projectDir: folder,
  redactor: new Redactor(),
}

function cursor(value: unknown): Cursor {
  return new Cursor(value, { code: 'SETTINGS_INVALID', locate: (path) => ({ file: 'sluice.yml', line: path.length, column: 1 }) })
}

async function ask(spec: unknown, more: Partial<ProbeMeans> = {}): Promise<ProbeAnswer> {
  return await runProbe(readProbe(cursor(spec)), { ...means, ...more })
}

test('SQL: the first value is a time, a number or a yes, on this or another connection', async () => {
  expect(await ask({ sql: 'x', connection: 'upstream', max_age: '25h' })).toEqual({
    ok: true,
    newest: new Date('2026-11-21T00:00:00Z'),
    value: '2026-11-21',
    message: 'newest 2026-11-21 00:00 UTC, 24h old (the query on upstream)',
  })
  expect(await ask({ sql: 'x', connection: 'upstream', max_age: '6h' })).toMatchObject({ ok: false, expected: 'at most 6h old' })
  expect(await ask({ sql: '12', expect: '> 11' })).toMatchObject({ ok: true, value: 12 })
  expect(await ask({ sql: '12', expect: '!= 12.0' })).toMatchObject({ ok: false, expected: '!= 12.0', message: '12 (the query)' })
  expect(await ask({ sql: '0' })).toMatchObject({ ok: false, expected: 'a value' })
  expect(await ask({ sql: '1' })).toMatchObject({ ok: true })
  expect(await ask({ sql: '1795283999', as: 'epoch_s' })).toMatchObject({ newest: new Date('2026-11-21T17:59:59Z') })
  expect(await ask({ sql: 'empty' })).toMatchObject({ ok: false, value: null, message: 'nothing (no rows)' })
  expect(await ask({ sql: 'broken' })).toMatchObject({ ok: false, message: 'there is no table feed' })
  expect(await ask({ sql: 'never', timeout: '50ms' })).toMatchObject({ ok: false, message: 'no answer within 0.05s' })
  const gone = AbortSignal.timeout(30)
  await expect(ask({ sql: 'never' }, { signal: gone })).rejects.toMatchObject({ code: 'INTERRUPTED' })
})

test('HTTP: status and JSON fields; redirects stay with HTTP; secrets go to the first host and into no message', async () => {
  seen = []
  const redactor = new Redactor()
  const headers = { Authorization: 'Bearer s3cret-token', Accept: 'application/json' }
  const found = await ask({ http: `${base}/state?api_key=k3y-of-mine`, field: 'data.tables[0].newest', headers }, { redactor })
  expect(found).toMatchObject({ ok: true, newest: new Date('2026-11-21T18:00:00Z') })
  expect(seen[0]?.headers.authorization).toBe('Bearer s3cret-token')
  expect(redactor.clean('s3cret-token and k3y-of-mine, application/json')).toBe('***** and *****, application/json')
  expect(JSON.stringify(found)).not.toMatch(/s3cret|k3y/)
  expect(await ask({ http: `${base}/state`, field: '$.data.tables.0.ms', as: 'epoch_ms' })).toMatchObject({
    newest: new Date('2026-11-21T17:59:59Z'),
  })
  expect(await ask({ http: `${base}/state`, field: 'data.rows', expect: 12 })).toMatchObject({ expected: 'a value at data.rows' })
  expect(await ask({ http: `${base}/gone` })).toMatchObject({ ok: false, message: `HTTP 503 from ${base}/gone`, expected: 'HTTP 200' })
  expect(await ask({ http: `${base}/gone`, status: [200, 503] })).toMatchObject({ ok: true })
  expect(await ask({ http: `${base}/text`, field: 'x' })).toMatchObject({ ok: false, expected: 'an answer' })
  expect((await ask({ http: `${base}/away` })).message).toContain('leads to another protocol, ftp://127.0.0.1')
  expect((await ask({ http: `${base}/round` })).message).toContain('more than 5 times')
  seen = []
  expect(await ask({ http: `${base}/hop`, headers })).toMatchObject({ ok: true })
  expect(seen.map((each) => each.headers.authorization)).toEqual(['Bearer s3cret-token', undefined])
  expect(await ask({ http: `${base}/slow`, timeout: '60ms' })).toMatchObject({
    ok: false,
    message: `no answer within 0.06s (${base}/slow)`,
  })
  const user = base.replace('//', '//reader:p4ssword@')
  expect((await ask({ http: `${user}/gone` })).message).toBe(`HTTP 503 from ${base}/gone`)
  expect(seen.at(-1)?.headers.authorization).toBe(`Basic ${Buffer.from('reader:p4ssword').toString('base64')}`)
  expect((await ask({ http: 'http://127.0.0.1:1/x' })).message).toContain('(http://127.0.0.1:1/x)')
})

test('file: the newest of a pattern counts, whole, at any depth', async () => {
  mkdirSync(join(folder, 'in/2026/11'), { recursive: true })
  const put = (path: string, text: string, at: string): void => {
    writeFileSync(join(folder, path), text)
    utimesSync(join(folder, path), new Date(at), new Date(at))
  }
  put('in/a_1.csv', 'old', '2026-11-20T00:00:00Z')
  put('in/2026/11/a_2.csv', '', '2026-11-21T23:00:00Z')
  put('in/.a_9.csv', 'hidden', '2026-11-21T23:59:00Z')
  put('in/a (1).parquet', 'x', '2026-11-21T20:00:00Z')
  expect(await ask({ file: 'in/*.csv', max_age: '24h' })).toMatchObject({
    ok: false,
    message: 'newest 2026-11-20 00:00 UTC, 2 days old (in/a_1.csv (3 bytes))',
    expected: 'at most 24h old',
  })
  expect(await ask({ file: 'in/**/*.csv' })).toMatchObject({
    ok: false,
    message: 'in/2026/11/a_2.csv (0 bytes)',
    expected: 'at least 1 bytes',
  })
  expect(await ask({ file: join(folder, 'in/*/[!0]*/a_?.{csv,txt}'), min_size: 0 })).toMatchObject({ ok: true })
  expect(await ask({ file: 'in/a (1).par*', max_age: '4h' })).toMatchObject({ ok: true, value: 'in/a (1).parquet' })
  expect(await ask({ file: 'in/a_1.csv' })).toMatchObject({ ok: true })
  expect(await ask({ file: 'out/*.csv' })).toMatchObject({ ok: false, message: 'no file out/*.csv', expected: 'a file out/*.csv' })
})

test('command: exit code and last line, no shell between, ended when its time is over', async () => {
  const node = (code: string): string[] => [process.execPath, '-e', code]
  expect(await ask({ command: node('console.log("x\\n" + process.argv[1])').concat('$HOME; ls'), expect: '$HOME; ls' })).toMatchObject({
    ok: true,
  })
  expect(await ask({ command: node('console.log("2026-11-21T23:00:00+01:00")'), max_age: '3h' })).toMatchObject({
    ok: true,
    newest: new Date('2026-11-21T22:00:00Z'),
  })
  expect((await ask({ command: node('console.error("no feed"); process.exit(3)') })).message).toMatch(/ended with 3: no feed$/)
  expect(await ask({ command: node('process.exit(3)'), exit: 3 })).toMatchObject({ ok: true })
  expect(await ask({ command: ['no-such-program'] })).toMatchObject({ ok: false, expected: 'an answer' })
  expect(await ask({ command: node('setInterval(() => 1, 1000)'), timeout: 0.3 })).toMatchObject({
    message: expect.stringContaining('no answer within 0.3s'),
  })
})

test('what is written wrongly is told at its place', () => {
  const wrong: readonly [unknown, string, string | undefined][] = [
    [{}, 'a probe does not say what to ask', 'one of sql, http, file, command'],
    ['x', 'a probe is no mapping', undefined],
    [{ sql: '1', http: 'https://x' }, 'a probe has sql and http', 'only one of sql, http, file, command'],
    [{ sqll: '1' }, '"sqll" is not a key of a probe', undefined],
    [{ sql: '1', conection: 'x' }, '"conection" is not a key of a probe with sql', undefined],
    [{ sql: ['1'] }, 'sql is no text', 'a text'],
    [{ http: 'example.com' }, 'http is no URL', 'a URL such as https://example.com/health'],
    [{ http: 'ftp://example.com' }, 'http is no URL', undefined],
    [{ http: 'https://x', status: 'ok' }, 'status is ok', 'an HTTP status such as 200, or a list of them'],
    [{ http: 'https://x', headers: ['a'] }, 'headers is no mapping', undefined],
    [{ file: '*.csv', min_size: -1 }, 'min_size is -1', 'bytes, 0 or more'],
    [{ file: '*.csv', max_age: 'soon' }, 'max_age is no length of time: soon', 'seconds, or 90s, 30m, 24h, 7d'],
    [{ command: 'ls -l' }, 'command is no list', 'program and arguments as a list: [python, newest.py]'],
    [{ command: [] }, 'command is no list', undefined],
    [{ sql: '1', as: 'epoch' }, 'as is "epoch"', 'one of auto, time, epoch_s, epoch_ms, number, text'],
    [{ sql: '1', timeout: 0 }, 'timeout is 0', 'a length of time such as 10s'],
  ]
  for (const [spec, message, expected] of wrong) {
    const read = (): unknown => readProbes(cursor({ probes: { feed: spec } }).at('probes'))
    expect(read, JSON.stringify(spec)).toThrow(message)
    try {
      read()
    } catch (error) {
      expect((error as SluiceError).toJSON()).toMatchObject({
        code: 'SETTINGS_INVALID',
        location: { file: 'sluice.yml' },
        ...(expected ? { expected } : {}),
      })
    }
  }
})
