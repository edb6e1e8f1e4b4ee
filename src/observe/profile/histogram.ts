/** Bins of equal width from quantiles in equal steps: so that one reading of the table is enough. */

const bins = 20

export interface NumberBin {
  readonly from: number
  readonly to: number
  readonly share: number
}

/** `quantiles`: from the least value to the greatest. Values between two of them count as spread evenly. */
export function histogramOf(quantiles: readonly number[]): readonly NumberBin[] {
  const [least, greatest] = [quantiles[0], quantiles.at(-1)]
  if (least === undefined || greatest === undefined || !Number.isFinite(least) || !Number.isFinite(greatest) || least >= greatest) return []
  const width = (greatest - least) / bins
  const shares = Array.from({ length: bins }, () => 0)
  const binOf = (value: number) => Math.min(bins - 1, Math.max(0, Math.floor((value - least) / width)))
  const step = 1 / (quantiles.length - 1)
  for (const [index, from] of quantiles.slice(0, -1).entries()) {
    const to = quantiles[index + 1] as number
    if (!(to > from)) {
      shares[binOf(from)] = (shares[binOf(from)] ?? 0) + step
      continue
    }
    for (let bin = binOf(from); bin <= binOf(to); bin++) {
      const overlap = Math.min(to, least + (bin + 1) * width) - Math.max(from, least + bin * width)
      if (overlap > 0) shares[bin] = (shares[bin] ?? 0) + (step * overlap) / (to - from)
    }
  }
  return shares.map((share, bin) => ({ from: least + bin * width, to: bin === bins - 1 ? greatest : least + (bin + 1) * width, share }))
}
