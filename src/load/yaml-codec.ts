/** YAML for templates: `fromyaml` and `toyaml`. */
import type { YamlCodec } from '../core/project.js'
import { readYaml } from './yaml.js'
import { yamlLibrary } from './yaml-library.js'

export const yamlCodec: YamlCodec = {
  parse: (text) => readYaml(text, 'fromyaml').value,
  // Python's dumper indents lists no further than their key and breaks no line that templates write.
  stringify: (value, sortKeys) =>
    yamlLibrary().stringify(value, { sortMapEntries: sortKeys, indentSeq: false, lineWidth: 0, version: '1.1', nullStr: 'null' }),
}
