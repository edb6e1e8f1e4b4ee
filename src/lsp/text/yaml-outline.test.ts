import { describe, expect, it } from 'vitest'
import { yamlEntryAt, yamlItems, yamlOutline } from './yaml-outline.js'

const text = `version: 2

models:
  - name: tickets   # the fact
    description: >
      One row: each
      - not an item
    data_tests:
    - unique:
        column_name: "a b"
    columns:
      - name: "ticket_id"
        data_tests:
          - unique
          - not_null
          - relationships:
              arguments:
                to: ref('carriers')
      - name: op
  - name: rejects
sources:
- name: feed
  tables:
  - name: changes
`

const told = (source: string) => yamlOutline(source).map(({ path, value }) => `${path.join('.')}=${value}`)

describe('keys and items of a YAML file', () => {
  it('are told with their paths, whatever the style of lists', () => {
    expect(told(text)).toEqual([
      'version=2',
      'models=',
      'models.0.name=tickets',
      'models.0.description=>',
      'models.0.data_tests=',
      'models.0.data_tests.0.unique=',
      'models.0.data_tests.0.unique.column_name=a b',
      'models.0.columns=',
      'models.0.columns.0.name=ticket_id',
      'models.0.columns.0.data_tests=',
      'models.0.columns.0.data_tests.0=unique',
      'models.0.columns.0.data_tests.1=not_null',
      'models.0.columns.0.data_tests.2.relationships=',
      'models.0.columns.0.data_tests.2.relationships.arguments=',
      "models.0.columns.0.data_tests.2.relationships.arguments.to=ref('carriers')",
      'models.0.columns.1.name=op',
      'models.1.name=rejects',
      'sources=',
      'sources.0.name=feed',
      'sources.0.tables=',
      'sources.0.tables.0.name=changes',
    ])
  })

  it('have the places of their values, with carriage returns too', () => {
    for (const source of [text, text.replaceAll('\n', '\r\n')]) {
      const [item] = yamlItems(yamlOutline(source), ['models', 0, 'columns'], 'ticket_id')
      expect(source.slice(item?.start, item?.end)).toBe('ticket_id')
      expect(yamlEntryAt(yamlOutline(source), source.indexOf("ref('carriers')") + 4)?.value).toBe("ref('carriers')")
    }
  })

  it('are there while a line is being typed', () => {
    expect(told('models:\n  - name: x\n    columns:\n      - name: ')).toContain('models.0.columns.0.name=')
    expect(told('models:\n  - name: x\n    data_tests:\n      - ')).toContain('models.0.data_tests.0=')
    expect(told('a: "unfinished\nb: 1')).toEqual(['a=unfinished', 'b=1'])
  })
})
