def model(dbt, session):
    dbt.config(materialized="table", tags=["p"])
    df = dbt.ref("m2")
    x = dbt.config.get("foo")
    return df
