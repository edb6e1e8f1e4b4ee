export function storm(asked: { rounds: number; seed: number; log?: (line: string) => void }): Promise<{
  readonly problems: readonly string[]
  readonly left: readonly string[]
  readonly taken: number
  readonly repeated: number
  readonly kills: number
}>
