/** What is known of functions and operators: only what is listed is relied on. */
import type { Call } from '../ir.js'

const words = (text: string) => new Set(text.split(/\s+/))

/** Either order of the operands gives the same value. */
export const commutative = words('eq neq add mul null_safe_eq null_safe_neq')

/** Turned round, one is the other. */
export const turned: Readonly<Record<string, string>> = { gt: 'lt', gte: 'lte' }

/** One value of a row from values of the same row, always the same one: operators and plain functions. */
const light = words(
  `and or not eq neq lt lte gt gte add sub mul div mod neg int_div between in is_null is_true is_false like i_like cast try_cast case coalesce
  concat concat_ws d_pipe null_if nullif if_func lower upper trim ltrim rtrim l_trim r_trim length substring left right replace round floor ceil
  abs sign greatest least date_trunc extract date_part named interval md5 sha sha2 split_part position str_position year month day nvl ifnull
  null_safe_eq null_safe_neq pad l_pad r_pad to_char to_date to_timestamp date_diff date_add date_sub datediff dateadd strftime strptime
  initcap reverse power sqrt ln log exp hash`,
)

export function isLight({ name, role }: Call): boolean {
  return role === 'plain' && light.has(name)
}

/** Functions that the parser has no kind of its own for and that give one value a row. */
const scalars = words(
  `md5 sha256 sha1 to_hex hash lower upper trim ltrim rtrim btrim length char_length replace translate substr substring left right lpad rpad
  split_part strpos instr concat concat_ws coalesce nullif ifnull nvl nvl2 zeroifnull nullifzero iff decode round floor ceil ceiling abs
  sign mod power pow sqrt ln log log10 exp greatest least date_trunc date_part datediff dateadd date_diff date_add date_sub datepart extract age
  make_date make_timestamp make_time to_char to_date to_timestamp to_number to_decimal to_varchar try_to_date try_to_timestamp try_to_number
  try_to_decimal try_cast strftime strptime epoch epoch_ms year quarter month week day dayofweek dayofyear hour minute second last_day
  monthname dayname initcap reverse regexp_replace regexp_extract regexp_like regexp_count regexp_substr starts_with ends_with contains
  startswith endswith prefix suffix list_value list_contains array_contains array_length cardinality len array_to_string list_aggregate
  json_extract json_extract_string json_extract_path_text json_value json_query get_path parse_json try_parse_json object_construct to_json to_jsonb
  json_object json_build_object struct_pack row list_transform list_filter list_sort list_distinct array_slice typeof
  bit_and_agg trunc truncate degrees radians sin cos tan asin acos atan atan2 pi isnan ascii chr printf format overlay repeat
  time_bucket bar is_null_value array_size array_construct equal_null div0 safe_divide charindex currency md5_number_lower64 farm_fingerprint`,
)

/** May give several rows, or one for many, for all that is known of it. */
export function mayShapeRows({ name, role, form }: Call): boolean {
  if (role !== 'plain') return false
  if (/^(unnest|explode|posexplode|inline|stack|generate_\w+|flatten|json\w*_each\w*|json\w*_elements\w*|regexp_split_to_table)/.test(name))
    return true
  // Only functions without a kind of their own keep their name with the arguments, or, of the other parser, first of all.
  return form !== undefined && /args:|^\S+ \{name:/.test(form) && !scalars.has(name)
}

/** Aggregates whose value is the same whatever order the rows come in. */
const orderless = words(
  `count sum avg min max count_if sum_if countif sumif bool_and bool_or every logical_and logical_or boolor_agg booland_agg stddev
  stddev_pop stddev_samp variance var_pop var_samp median approx_distinct approx_count_distinct bit_and bit_or bit_xor`,
)

export function dependsOnOrder(call: Call): boolean {
  return call.role === 'window' || (call.role === 'aggregate' && !orderless.has(call.name)) || mayShapeRows(call)
}

/** Another value at each call: how often it is called is part of the meaning. */
const volatile =
  /^(rand|randn|random|randstr|uniform|normal|zipf|uuid|uuid_string|gen_random_uuid|generate_uuid|newid|uuidv4|uuidv7|nextval|next_value_for|currval|lastval|setval|setseed|seq[1248]|clock_timestamp|timeofday|pg_sleep|comprehension|monotonically_increasing_id|getvariable|read_\w+)$/

export function isVolatile({ name }: Call): boolean {
  return volatile.test(name)
}

/** Names without brackets that are functions. */
export const bare =
  /^(current_(date|time|timestamp|user|role|schema|catalog|database|warehouse)|localtime(stamp)?|sysdate|systimestamp|session_user)$/

/** Names that stand for a part of a date, where a function is called with them. */
export const datePart =
  /^(millennium|century|decade|years?|yyyy|yy|quarters?|qtr|months?|mon|mm|weeks?|wk|isoweek|weekiso|isoyear|days?|dd|dayofweek(_?iso)?|dayofyear|dow|isodow|doy|hours?|hh|minutes?|mi|seconds?|ss|milliseconds?|ms|microseconds?|us|nanoseconds?|ns|epoch(_second|_millisecond)?)$/
