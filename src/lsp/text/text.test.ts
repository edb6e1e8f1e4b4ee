import { describe, expect, it } from 'vitest'
import { argumentIndex, callAt, pathTo, readCode, wordAt } from './code.js'
import { regionAt, regionsOf } from './regions.js'
import { pathOfUri, uriOfPath } from './uri.js'

describe('addresses', () => {
  it.each([
    ['file:///home/a%20b/%C3%BC.sql', '/home/a b/ü.sql'],
    ['file:///c%3A/Users/x/m.sql', 'c:/Users/x/m.sql'],
    ['file:///C:/m.sql', 'C:/m.sql'],
    ['file://server/share/m.sql', '//server/share/m.sql'],
    ['FILE://localhost/m.sql?x#y', '/m.sql'],
    ['untitled:Untitled-1', undefined],
    ['git:/home/x.sql', undefined],
    ['file:///%E0%A4%A', undefined],
    ['', undefined],
  ])('%s', (uri, path) => expect(pathOfUri(uri)).toBe(path))

  it.each(['/home/a b/ü#?%.sql', 'c:/Users/x.sql', '//server/share/x.sql'])('there and back: %s', (path) => {
    expect(pathOfUri(uriOfPath(path))).toBe(path)
  })
})

const kinds = (text: string) => regionsOf(text).map(({ kind, start, end }) => `${kind}:${text.slice(start, end)}`)

describe('tags', () => {
  it.each([
    ['a {{ b }} c', ['text:a ', 'expression:{{ b }}', 'text: c']],
    ["{{ f('}}') }}{%- if {'a': {'b': 1}} -%}", ["expression:{{ f('}}') }}", "statement:{%- if {'a': {'b': 1}} -%}"]],
    ["{{ ref('\nfrom {{ x }}", ["expression:{{ ref('", 'text:\nfrom ', 'expression:{{ x }}']],
    ['{{ ref( {{ x }}', ['expression:{{ ref( ', 'expression:{{ x }}']],
    ['{# a {{ b #} c', ['comment:{# a {{ b #}', 'text: c']],
    ['{# never closed\r\nselect', ['comment:{# never closed', 'text:\r\nselect']],
    ['', ['text:']],
    ['{', ['text:{']],
  ])('%j', (text, expected) => expect(kinds(text)).toEqual(expected))

  it('take the place behind their opening mark', () => {
    expect(regionAt(regionsOf('a {{'), 4)?.kind).toBe('expression')
    expect(regionAt(regionsOf('a {{ b }} c'), 9)?.kind).toBe('text')
  })
})

describe('code', () => {
  /** The call around `|`, the argument it is in, and the word there. */
  const at = (marked: string) => {
    const offset = marked.indexOf('|')
    const text = marked.replace('|', '')
    const code = readCode(text, 0, text.length)
    const call = callAt(code, offset)
    const word = wordAt(code, offset)
    return [
      call?.path.join('.'),
      call && argumentIndex(call, offset),
      word?.kind,
      word && (word.kind === 'name' ? pathTo(code, word).join('.') : word.text),
    ]
  }
  it.each([
    [" ref('mo|del') ", ['ref', 0, 'string', 'model']],
    [" ref('pkg', '|", ['ref', 1, 'string', '']],
    [" source('a', 'b|'", ['source', 1, 'string', 'b']],
    [" dbt_utils.star(from=ref('x|'), except=[1])", ['ref', 0, 'string', 'x']],
    [' dbt_utils.st|ar(x)', [undefined, undefined, 'name', 'dbt_utils.star']],
    [" config(materialized='t|')", ['config', 0, 'string', 't']],
    [' f(a, [1, g(|', ['g', 0, 'mark', '(']],
  ])('%s', (marked, expected) => expect(at(marked)).toEqual(expected))
})
