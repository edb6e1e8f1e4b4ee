begin;

create table "plant"."raw"."readings" as (
       select 1::bigint as at, 2 as x
    ) with no data;

select "public".create_hypertable('"raw"."readings"'::regclass, "public".by_range('at', bigint '86400'), create_default_indexes => false);

select "public".set_integer_now_func('"raw"."readings"'::regclass, 'public.unix_now'::regproc);

insert into "plant"."raw"."readings" (
       select 1::bigint as at, 2 as x
    );

select "public".add_retention_policy('"raw"."readings"'::regclass, drop_after => bigint '864000');

commit;
