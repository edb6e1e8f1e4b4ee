select {{ function('f1') }}(1) as id, 'a' as name
