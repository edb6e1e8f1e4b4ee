import { expect, it } from 'vitest'
import { PyDict } from '../../jinja/index.js'
import { readLocation, writeOptions } from './external-files.js'

it.each([
  ['a/b.csv', {}, 'format csv, header 1'],
  ['a/b.parquet', {}, 'format parquet'],
  ['a/b.json.gz', {}, 'format json, compression gzip'],
  ['a/b.CSV.ZST', { header: 0 }, 'header 0, format csv, compression zstd'],
  ['a/b', {}, 'format parquet'],
  ['a/b', { delimiter: '|' }, "delimiter '|', format csv, header 1"],
  ['a/b', { format: 'parquet', partition_by: 'x, y' }, 'format parquet, partition_by (x, y)'],
])('writes %s with %j as %s', (location, options, text) => {
  expect(writeOptions(location, options)).toBe(text)
})

it('completes the options it is given, for the reading of the file later', () => {
  const options = new Map<string, unknown>([['delimiter', ';']])
  expect(writeOptions('x.csv', options)).toBe("delimiter ';', format csv, header 1")
  expect(options.get('format')).toBe('csv')
})

it("takes a template's dict", () => {
  const options = new PyDict([['partition_by', 'a,b']])
  expect(writeOptions('x', options)).toBe('partition_by (a,b), format parquet')
  expect(options.get('format')).toBe('parquet')
})

it.each([
  ['a/b', { partition_by: 'x, y', format: 'csv' }, 'a/b/*/*/*.csv'],
  ['a/b', { per_thread_output: true }, 'a/b/*.parquet'],
  ['a/b.csv', {}, 'a/b.csv'],
])('reads %s with %j back from %s', (location, options, path) => {
  expect(readLocation(location, options)).toBe(path)
})
