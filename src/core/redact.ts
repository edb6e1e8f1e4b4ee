/** Keeps secrets out of every string that leaves: logs, artifacts, docs, errors. */
const mask = '*****'

/** A redactor that knows the secrets of the environment. */
export function redactorOf(env: Readonly<Record<string, string | undefined>>): Redactor {
  const redactor = new Redactor()
  for (const [name, value] of Object.entries(env)) if (name.startsWith('DBT_ENV_SECRET') && value) redactor.add(value)
  return redactor
}

export class Redactor {
  readonly #secrets: string[] = []

  /** Registers a secret; empty and one-character values are too common to mask. */
  add(secret: string): void {
    if (secret.length < 2 || this.#secrets.includes(secret)) return
    this.#secrets.push(secret)
    this.#secrets.sort((a, b) => b.length - a.length)
  }

  clean(value: string): string {
    let out = value
    for (const secret of this.#secrets) if (out.includes(secret)) out = out.replaceAll(secret, mask)
    return out
  }

  /** Strings inside plain data are cleaned too; the input is left as it is. */
  deep<T>(value: T): T {
    if (this.#secrets.length === 0) return value
    return this.#walk(value) as T
  }

  /** Whether JSON text holds a secret: most data hold none, and are looked through as text without a walk. */
  inJson(text: string): boolean {
    return this.#secrets.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1)))
  }

  /** As `JSON.stringify`, cleaned in keys too. */
  json(value: unknown): string {
    const text = JSON.stringify(value) ?? 'null'
    // In the text itself nothing is replaced: a secret of digits may be part of a number.
    return this.inJson(text) ? (JSON.stringify(value, (_key, entry) => this.#flat(entry)) ?? 'null') : text
  }

  /** One level of `json`: the serialiser comes to what is inside by itself. */
  #flat(entry: unknown): unknown {
    if (typeof entry === 'string') return this.clean(entry)
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return entry
    return Object.fromEntries(Object.entries(entry).map(([key, inner]) => [this.clean(key), inner]))
  }

  #walk(value: unknown): unknown {
    if (typeof value === 'string') return this.clean(value)
    if (Array.isArray(value)) return value.map((entry) => this.#walk(entry))
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
      return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, this.#walk(entry)]))
    return value
  }
}
