import { expect, it } from 'vitest'
import { githubSink } from './github.js'
import { event, names, result } from './samples.test-data.js'

it('annotates failures and warnings at their place', () => {
  let text = ''
  const write = (chunk: string) => {
    text += chunk
  }
  const sink = githubSink({ isTTY: false, columns: () => 80, write })
  for (const name of names) sink.on(event(name))
  const error = { code: 'SQL_SYNTAX', message: 'near "from": 100%\nbad', location: { file: 'models/a,b.sql', line: 3, column: 7 } }
  const failed = result('model.shop.a', 'error', { error })
  sink.on(event('RunResultFailure', { resource_type: 'model', node_name: 'a', path: 'models/a.sql', result: failed }))
  expect(text).toMatchInlineSnapshot(`
    "::warning file=models/tickets.sql,line=2,col=6,title=YAML_UNKNOWN_KEY::unknown key "descripton"%0Adid you mean description?
    ::error file=models/tickets.sql,line=2,col=6,title=REF_NOT_FOUND::no model named "carriers_dim"
    ::warning file=models/schema.yml,title=test x::warn
    ::error file=models/schema.yml,title=test x::fail
    ::error file=models/a%2Cb.sql,line=3,col=7,title=model a SQL_SYNTAX::near "from": 100%25%0Abad
    "
  `)
})
