import { describe, expect, it } from 'vitest'
import { errorHeadline } from './error-kind.js'

const at = (file: string) => ({ location: { file, line: 1, column: 1 } })

describe('the headline of an error, as dbt prints it', () => {
  it.each([
    [{ code: 'CONFIG_ARGUMENTS', nodeId: 'model.shop.a', ...at('models/a.sql') }, 'Compilation Error in model a (models/a.sql)'],
    [
      {
        code: 'TEMPLATE_TYPE',
        nodeId: 'model.shop.a',
        ...at('macros/m.sql'),
        related: [
          { message: "in macro 'm'", ...at('macros/m.sql') },
          { message: 'in the template', ...at('models/a.sql') },
        ],
      },
      'Compilation Error in model a (models/a.sql)',
    ],
    [{ code: 'PROPERTY_INVALID', nodeId: 'seed.shop.s', ...at('seeds/s.csv') }, 'Parsing Error in seed s (seeds/s.csv)'],
    [{ code: 'CONTRACT_MISMATCH', nodeId: 'model.shop.a.v2' }, 'Compilation Error in model a'],
    [{ code: 'REF_NOT_FOUND', ...at('models/a.sql') }, 'Compilation Error'],
    [{ code: 'GRAPH_CYCLE', ...at('models/a.sql') }, 'Runtime Error'],
    [{ code: 'PROFILE_NOT_FOUND', ...at('profiles.yml') }, 'Runtime Error'],
    [{ code: 'YAML_SYNTAX', ...at('dbt_project.yml') }, 'Runtime Error'],
    [{ code: 'YAML_SYNTAX', ...at('models/schema.yml') }, 'Parsing Error'],
    [{ code: 'PACKAGE_NOT_FOUND' }, 'Dependency Error'],
    [{ code: 'PACKAGES_NOT_INSTALLED' }, 'Compilation Error'],
    [{ code: 'USAGE' }, 'Usage Error'],
    [{ code: 'SQL_UNKNOWN_TABLE', detail: { text: 'no x', class: 'Catalog' } }, 'Runtime Error'],
    [{ code: 'SQL_UNKNOWN_TABLE', detail: { text: 'no x', sqlstate: '42P01' } }, 'Database Error'],
  ])('%j', (error, headline) => expect(errorHeadline(error)).toBe(headline))
})
