/** Which functions make one value of many rows. */

/** Node kinds of the parser. */
const kinds = new Set(
  (
    'count sum avg min max group_concat string_agg list_agg array_agg count_if sum_if stddev stddev_pop stddev_samp variance var_pop ' +
    'var_samp median mode first last any_value approx_distinct approx_count_distinct approx_percentile percentile logical_and ' +
    'logical_or skewness bitwise_count array_concat_agg array_unique_agg bool_xor_agg percentile_cont percentile_disc json_array_agg ' +
    'json_object_agg bitwise_and_agg bitwise_or_agg bitwise_xor_agg arg_max arg_min approx_top_k approx_quantiles hash_agg ' +
    'j_s_o_n_object_agg j_s_o_n_b_object_agg j_s_o_n_array_agg object_agg array_sum quantile approx_quantile corr covar_samp covar_pop ' +
    'regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy grouping grouping_id aggregate_function'
  ).split(' '),
)

/** Names that the parser reads as plain functions. */
const names = new Set(
  (
    'listagg boolor_agg booland_agg bool_and bool_or every histogram list entropy kurtosis mad product sem skewness bit_and bit_or bit_xor ' +
    'arbitrary first last argmin argmax arg_min arg_max max_by min_by string_agg array_agg group_concat fsum sumkahan favg geomean ' +
    'quantile quantile_cont quantile_disc reservoir_quantile approx_quantile approx_count_distinct percentile_cont percentile_disc ' +
    'json_agg jsonb_agg json_object_agg jsonb_object_agg json_group_array json_group_object xmlagg range_agg range_intersect_agg ' +
    'hll hll_estimate approx_percentile objectagg array_union_agg count_if countif sumif minhash bitmap_construct_agg ' +
    'covar_pop covar_samp corr regr_slope regr_intercept stddev stddev_pop stddev_samp var_pop var_samp variance mode median'
  ).split(' '),
)

export function isAggregateKind(kind: string): boolean {
  return kinds.has(kind)
}

export function isAggregateName(name: string): boolean {
  return names.has(name)
}
