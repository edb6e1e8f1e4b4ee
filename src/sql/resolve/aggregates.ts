const sure = new Set(
  'count sum avg min max count_if string_agg list_agg array_agg stddev median approx_distinct variance logical_or logical_and'.split(' '),
)

/** An aggregate in every dialect that has a function of this name. */
export function isSureAggregate(name: string): boolean {
  return sure.has(name)
}
