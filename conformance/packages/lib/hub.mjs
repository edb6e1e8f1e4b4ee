/** A package hub on loopback with the releases of a run: hub.getdbt.com's API, as far as `deps` asks. */

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { parse } from 'yaml'
import { archive } from './sources.mjs'

/**
 * @param releases - { hub: 'namespace/name', repo, tag, commit } each
 * @returns its `url` and `stop()`
 */
export async function startHub(releases, sources) {
  const files = new Map()
  const answers = new Map([['/api/v1/index.json', () => releases.map(({ hub }) => hub)]])
  let base = ''
  for (const release of releases) {
    const file = archive(release, sources)
    const bytes = readFileSync(file)
    const path = `/${release.hub}/${release.tag}.tar.gz`
    files.set(path, bytes)
    const [namespace, name] = release.hub.split('/')
    const sha1 = createHash('sha1').update(bytes).digest('hex')
    const entry = () => ({
      ...description(file),
      name,
      version: release.tag,
      downloads: { tarball: `${base}${path}`, format: 'tgz', sha1 },
    })
    answers.set(`/api/v1/${release.hub}.json`, () => ({ name, namespace, versions: { [release.tag]: entry() } }))
  }
  const server = createServer((request, response) => {
    const bytes = files.get(request.url)
    const answer = answers.get(request.url)
    if (bytes) response.end(bytes)
    else if (answer) response.setHeader('content-type', 'application/json').end(JSON.stringify(answer()))
    else response.writeHead(404).end()
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${server.address().port}`
  return { url: `${base}/`, stop: () => new Promise((done) => void server.close(() => done())) }
}

/** What a release needs: packages of its own, versions of dbt. */
function description(file) {
  const needed = document(file, 'packages.yml')?.packages ?? []
  const versions = document(file, 'dbt_project.yml')?.['require-dbt-version'] ?? []
  return { packages: needed, require_dbt_version: [versions].flat() }
}

function document(file, name) {
  const listed = execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).split('\n')
  const member = listed.find((path) => path.split('/').length === 2 && path.endsWith(`/${name}`))
  if (member === undefined) return undefined
  return parse(execFileSync('tar', ['-xzOf', file, member], { encoding: 'utf8' }))
}
