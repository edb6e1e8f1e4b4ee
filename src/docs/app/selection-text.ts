/** A typed selection, taken apart as a shell would: what is selected, and what `--exclude` leaves out. */
export interface SelectionWord {
  readonly text: string
  /** Where it starts in the text. */
  readonly at: number
}

export interface Asked {
  readonly select: readonly SelectionWord[]
  readonly exclude: readonly SelectionWord[]
}

const selects: ReadonlySet<string> = new Set(['--select', '-s', '-m', '--models'])

export function askedFor(text: string): Asked {
  const found = { select: [] as SelectionWord[], exclude: [] as SelectionWord[] }
  let into: SelectionWord[] = found.select
  let selector = false
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    if (selects.has(word)) into = found.select
    else if (word === '--exclude') into = found.exclude
    else if (word === '--selector') {
      into = found.select
      selector = true
      continue
    } else into.push({ text: selector ? `selector:${word}` : word, at: index })
    selector = false
  }
  return found
}

/** The command that selects the same. */
export function listCommand(text: string): string {
  const { select, exclude } = askedFor(text)
  const flag = (name: string, words: readonly SelectionWord[]) =>
    words.length > 0 ? ` --${name} ${words.map((word) => quoted(word.text)).join(' ')}` : ''
  return `sluice ls${flag('select', select)}${flag('exclude', exclude)}`
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
