"""Writes the data as Parquet beside the CSV files, typed as a warehouse would export it: to_parquet.py DATADIR."""

import os
import sys

import polars as pl


def main():
    data = sys.argv[1]
    instant = lambda column: pl.col(column).str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us").dt.replace_time_zone("UTC")
    tables = {
        "customers": [instant("joined"), pl.col("birth_date").str.to_date("%Y-%m-%d")],
        "purchases": [instant("at"), pl.col("amount").cast(pl.Decimal(12, 2))],
        "visits": [instant("at")],
    }
    for name, columns in tables.items():
        table = pl.scan_csv(f"{data}/{name}.csv", schema_overrides={"amount": pl.String} if name == "purchases" else None)
        table.with_columns(columns).collect().write_parquet(f"{data}/{name}.parquet.part")
        os.replace(f"{data}/{name}.parquet.part", f"{data}/{name}.parquet")


main()
