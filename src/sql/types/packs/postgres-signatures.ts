/** Functions and operators of PostgreSQL whose results have other types in DuckDB, or that DuckDB does not know. */
import { signaturesOf } from './pack.js'

const arithmetic = (name: string) =>
  `${name} smallint,smallint=smallint integer,integer=integer bigint,bigint=bigint numeric,numeric=numeric real,real=real double,double=double`

export const postgresSignatures = signaturesOf(`
${arithmetic('add')} integer=integer bigint=bigint numeric=numeric double=double
add date,integer=date date,bigint=date integer,date=date date,interval=timestamp interval,date=timestamp date,time=timestamp
add timestamp,interval=timestamp interval,timestamp=timestamp timestamptz,interval=timestamptz interval,timestamptz=timestamptz
add time,interval=time interval,time=time interval,interval=interval
${arithmetic('sub')} smallint=smallint integer=integer bigint=bigint numeric=numeric real=real double=double interval=interval
sub date,integer=date date,bigint=date date,date=integer date,interval=timestamp timestamp,interval=timestamp timestamptz,interval=timestamptz
sub timestamp,timestamp=interval timestamptz,timestamptz=interval time,time=interval time,interval=time interval,interval=interval
sub json,text=json
${arithmetic('mul')} interval,double=interval double,interval=interval
${arithmetic('quot')} interval,double=interval
mod smallint,smallint=smallint integer,integer=integer bigint,bigint=bigint numeric,numeric=numeric
pow|power double,double=double numeric,numeric=numeric
sum smallint=bigint integer=bigint bigint=numeric numeric=numeric real=real double=double interval=interval
avg smallint=numeric integer=numeric bigint=numeric numeric=numeric real=double double=double interval=interval
stddev|stddev_pop|stddev_samp|variance|var_pop|var_samp smallint=numeric integer=numeric bigint=numeric numeric=numeric real=double double=double
to_int any=integer
to_double any=double interval=interval
to_numeric any=numeric
to_json|to_jsonb|row_to_json|array_to_json|jsonb_agg|json_agg|jsonb_strip_nulls|json_strip_nulls|jsonb_array_elements|json_array_elements any=json any,any=json
json_build_object|jsonb_build_object|json_build_array|jsonb_build_array|jsonb_set|jsonb_insert|jsonb_object|json_object ...=json
json_object_agg|jsonb_object_agg any,any=json
jsonb_extract_path|json_extract_path|jsonb_path_query|jsonb_path_query_first|jsonb_path_query_array ...=json
jsonb_extract_path_text|json_extract_path_text ...=text
jsonb_array_elements_text|json_array_elements_text|jsonb_object_keys|json_object_keys|jsonb_typeof|json_typeof|jsonb_pretty any=text
jsonb_array_length|json_array_length any=integer
jsonb_exists any,text=boolean
length|char_length|character_length text=integer bytea=integer
octet_length|bit_length|ascii text=integer bytea=integer
strpos|position text,text=integer
upper|lower|initcap|md5|reverse|quote_literal|quote_ident|unaccent text=text
repeat text,integer=text
lpad|rpad text,integer=text text,integer,text=text
btrim text=text text,text=text
substr text,integer=text text,integer,integer=text
translate|replace text,text,text=text
split_part text,text,integer=text
to_char any,text=text
to_hex integer=text bigint=text
chr integer=text
format|concat|concat_ws ...=text
overlay text,text,integer=text text,text,integer,integer=text
regexp_replace text,text,text=text text,text,text,text=text
regexp_match|regexp_matches|regexp_split_to_array text,text=text[] text,text,text=text[]
regexp_split_to_table|string_to_table text,text=text
regexp_count|regexp_instr text,text=integer
regexp_substr text,text=text
string_to_array text,text=text[] text,text,text=text[]
array_to_string any,text=text any,text,text=text
array_length|array_upper|array_lower any,integer=integer
array_ndims|cardinality any=integer
abs smallint=smallint integer=integer bigint=bigint numeric=numeric real=real double=double
round|trunc numeric,integer=numeric numeric=numeric double=double
ceil|ceiling|floor numeric=numeric double=double
sqrt|exp|ln|log numeric=numeric double=double
log numeric,numeric=numeric
sign numeric=numeric double=double
div numeric,numeric=numeric
random =double
gcd|lcm integer,integer=integer bigint,bigint=bigint
width_bucket numeric,numeric,numeric,integer=integer double,double,double,integer=integer
to_number text,text=numeric
to_date text,text=date
to_timestamp double=timestamptz text,text=timestamptz
make_date integer,integer,integer=date
make_time integer,integer,double=time
make_timestamp integer,integer,integer,integer,integer,double=timestamp
make_interval ...=interval
date_trunc text,timestamp=timestamp text,date=timestamptz text,timestamptz=timestamptz text,timestamptz,text=timestamptz text,interval=interval
date_bin interval,timestamp,timestamp=timestamp interval,timestamptz,timestamptz=timestamptz
date_part text,any=double
age timestamp,timestamp=interval timestamptz,timestamptz=interval timestamp=interval timestamptz=interval
justify_days|justify_hours|justify_interval interval=interval
isfinite date=boolean timestamp=boolean timestamptz=boolean interval=boolean
clock_timestamp|statement_timestamp|transaction_timestamp =timestamptz
timezone text,timestamp=timestamptz text,timestamptz=timestamp
extract any=numeric
generate_series integer,integer=integer integer,integer,integer=integer bigint,bigint=bigint bigint,bigint,bigint=bigint numeric,numeric=numeric
generate_series timestamp,timestamp,interval=timestamp timestamptz,timestamptz,interval=timestamptz date,date,interval=timestamptz
gen_random_uuid|uuid_generate_v4 =uuid
hashtext text=integer
encode bytea,text=text
decode text,text=bytea
sha256|sha512 bytea=bytea
digest text,text=bytea bytea,text=bytea
version|current_database|current_schema|pg_typeof =text any=text
time_bucket interval,timestamp=timestamp interval,timestamptz=timestamptz interval,date=date
starts_with text,text=boolean
num_nulls|num_nonnulls ...=integer
`)
