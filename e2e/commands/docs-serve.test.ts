import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Project, project } from '../harness/project.js'
import { shop } from './shop.js'

let made: Project
beforeAll(async () => {
  made = project(shop)
  await made.sluice(['build'])
})
afterAll(() => made.remove())

it('serves the target folder on this machine, and nothing above it', async () => {
  const child = made.start(['docs', 'serve', '--port', '0', '--no-browser'])
  let text = ''
  child.stdout?.on('data', (chunk) => {
    text += String(chunk)
  })
  let url: string | undefined
  while (url === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0]
  }
  const page = await fetch(url)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect((await page.text()).length).toBe(made.read('target/index.html').length)
  expect((await fetch(`${url}/manifest.json`)).status).toBe(200)
  expect((await fetch(`${url}/..%2fprofiles.yml`)).status).toBe(404)
  expect((await fetch(`${url}/nothing`)).status).toBe(404)
  child.kill('SIGINT')
  expect((await once(child, 'exit'))[0]).toBe(0)
})
