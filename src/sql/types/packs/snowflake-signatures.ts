/** Functions and operators of Snowflake, whose whole numbers are `bigint` here, and whose texts and variants become numbers by themselves. */
import { signaturesOf } from './pack.js'

const numbers = 'bigint,bigint=bigint numeric,numeric=numeric double,double=double'
const loose = 'text,numeric=numeric numeric,text=numeric text,text=numeric text,double=double double,text=double'
const one = 'bigint=bigint numeric=numeric double=double text=numeric'

export const snowflakeSignatures = signaturesOf(`
add|sub|mul ${numbers} ${loose}
add|sub|mod ${one}
mod ${numbers} ${loose}
quot bigint,bigint=numeric numeric,numeric=numeric double,double=double ${loose}
add date,bigint=date date,numeric=date bigint,date=date date,interval=timestamp timestamp,interval=timestamp timestamptz,interval=timestamptz
add interval,timestamp=timestamp interval,date=timestamp timestamp,bigint=timestamp
sub date,bigint=date date,numeric=date date,date=bigint date,interval=timestamp timestamp,interval=timestamp timestamptz,interval=timestamptz
sub timestamp,timestamp=interval timestamptz,timestamptz=interval timestamp,bigint=timestamp
sum ${one}
avg|ratio_to_report bigint=numeric numeric=numeric double=double text=double
to_int any=bigint
to_array|array_agg|object_agg any=json any,any=json
array_unique_agg|array_distinct|array_compact|array_flatten|array_sort any=json any,any=json
parse_json|try_parse_json|to_variant|to_object|strip_null_value|object_keys any=json any,any=json
array_construct|array_construct_compact|object_construct|object_construct_keep_null|object_insert|object_delete|object_pick ...=json
array_append|array_prepend|array_cat|array_intersection|array_except|array_remove|array_slice|array_insert|split ...=json
get|get_path|json_extract_path_text|xmlget any,any=json
typeof|to_json|json_extract|uuid_string|bit_length|system$typeof any=text =text
array_size any=bigint
array_contains|arrays_overlap any,any=boolean
array_position any,any=bigint
array_to_string any,text=text
is_null_value|is_array|is_object|is_integer|is_decimal|is_double|is_boolean|is_varchar|is_date|is_timestamp_ntz any=boolean
to_varchar|to_char any=text any,text=text
to_number|to_decimal|to_numeric|try_to_number|try_to_decimal|try_to_numeric any=bigint any,text=bigint any,bigint,bigint=numeric any,text,bigint,bigint=numeric any,bigint=bigint
to_double|try_to_double any=double any,text=double
to_boolean|try_to_boolean any=boolean
to_date|try_to_date|date any=date any,text=date
to_time|try_to_time|time any=time any,text=time
to_timestamp|to_timestamp_ntz|try_to_timestamp|try_to_timestamp_ntz any=timestamp any,text=timestamp any,bigint=timestamp
to_timestamp_ltz|to_timestamp_tz|try_to_timestamp_ltz|try_to_timestamp_tz any=timestamptz any,text=timestamptz any,bigint=timestamptz
date_add|dateadd|timestampadd|timeadd text,any,date=date text,any,timestamp=timestamp text,any,timestamptz=timestamptz text,any,time=time text,any,text=timestamp
date_add_time text,any,date=timestamp text,any,timestamp=timestamp text,any,timestamptz=timestamptz text,any,time=time text,any,text=timestamp
datediff|timestampdiff|timediff text,any,any=bigint
date_part text,any=bigint
date_trunc|trunc_date text,date=date text,timestamp=timestamp text,timestamptz=timestamptz text,time=time text,text=timestamp
time_slice date,bigint,text=date timestamp,bigint,text=timestamp date,bigint,text,text=date timestamp,bigint,text,text=timestamp
add_months date,any=date timestamp,any=timestamp timestamptz,any=timestamptz text,any=timestamp
months_between any,any=numeric
next_day|previous_day any,text=date
date_from_parts|datefromparts any,any,any=date
time_from_parts any,any,any=time
timestamp_from_parts|timestamp_ntz_from_parts any,any,any,any,any,any=timestamp any,any=timestamp
convert_timezone text,text,any=timestamp text,any=timestamptz
sysdate =timestamp
getdate|systimestamp =timestamptz
seq1|seq2|seq4|seq8 =bigint any=bigint
uniform any,any,any=bigint
random =bigint any=bigint
hash ...=bigint
hash_agg ...=bigint
charindex|position any,any=bigint any,any,any=bigint
regexp_instr|regexp_count text,text=bigint text,text,any=bigint text,text,any,text=bigint
startswith|endswith|regexp_like|rlike text,text=boolean text,text,text=boolean
regexp_substr|regexp_replace text,text=text text,text,any=text text,text,any,any=text text,text,any,any,any=text text,text,any,any,any,any=text
initcap|strtok|sha1|sha2|sha2_hex|sha1_hex|md5_hex|base64_encode|base64_decode_string|hex_encode|soundex|collate text=text text,any=text text,any,any=text
insert text,any,any,text=text
try_base64_decode_string text=text
current_user|current_role|current_warehouse|current_database|current_schema|current_account|current_session =text
div0|div0null any,any=numeric
square|cbrt double=double
width_bucket any,any,any,any=bigint
`)
