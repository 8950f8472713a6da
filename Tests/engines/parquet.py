#!/usr/bin/env python3
"""Parquet between cx and the engines that people use: pyarrow, DuckDB and, if it is installed, chdb.

    parquet.py read ARCHIVE LINES     each engine's values of all files equal those of the lines
    parquet.py skip ARCHIVE           each engine skips row groups by cx's statistics
    parquet.py write FOLDER LINES     the lines as files of pyarrow and DuckDB, in many forms

Values are compared exactly, decimals and times too. It prints a line for each engine, and ends with
status 1 at the first difference.
"""

import glob
import json
import sys
from datetime import datetime, timezone
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

# What no column has, or what says the same again.
BESIDE = {"type", "vwap", "extra", "line"}
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def micros(moment):
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    passed = moment - EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def plain(record):
    """A record as sorted pairs of exact values; what is missing and what is null are the same."""
    pairs = []
    for name, value in record.items():
        if value is None or name in BESIDE:
            continue
        if isinstance(value, datetime):
            value = micros(value)
        elif isinstance(value, (Decimal, int)) and not isinstance(value, bool):
            value = Decimal(value).normalize()
            value = value + 0
        pairs.append((name, value))
    return sorted(pairs)


def lines(path, columns):
    with open(path) as file:
        records = [json.loads(line, parse_float=Decimal) for line in file]
    return sorted(plain({k: v for k, v in r.items() if k in columns}) for r in records)


def files(archive):
    found = sorted(glob.glob(archive + "/**/*.parquet", recursive=True))
    assert found, "no files"
    return found


def same(engine, found, wanted):
    if found != wanted:
        for one, other in zip(found, wanted):
            if one != other:
                print(f"{engine}: {one}\n  is not {other}")
                break
        raise SystemExit(f"{engine}: {len(found)} records, {len(wanted)} wanted, not the same")
    print(f"{engine}: {len(found)} records, all values equal")


def read(archive, path):
    columns = set(pq.read_schema(files(archive)[0]).names)
    wanted = lines(path, columns)
    rows = []
    for file in files(archive):
        # Opened as a file: as a dataset it would get columns from its path.
        rows += pq.ParquetFile(file).read().to_pylist()
    same("pyarrow", sorted(map(plain, rows)), wanted)
    connection = duckdb.connect()
    connection.sql("SET timezone = 'UTC'")
    rows = []
    for file in files(archive):
        # Without a time zone: DuckDB's Python wants one more package for times with one.
        relation = connection.sql(
            f"SELECT * REPLACE (ts::TIMESTAMP AS ts) FROM read_parquet('{file}', hive_partitioning=false)")
        names = relation.columns
        if "end" in names:
            relation = connection.sql(
                "SELECT * REPLACE (ts::TIMESTAMP AS ts, \"end\"::TIMESTAMP AS \"end\") FROM "
                f"read_parquet('{file}', hive_partitioning=false)")
        rows += [dict(zip(names, row)) for row in relation.fetchall()]
    same("DuckDB", sorted(map(plain, rows)), wanted)
    try:
        import chdb
    except ImportError:
        return
    rows = []
    for file in files(archive):
        answer = chdb.query(
            f"SELECT * FROM file('{file}', Parquet) FORMAT JSONEachRow SETTINGS "
            "output_format_json_quote_64bit_integers=0, use_hive_partitioning=0, "
            "output_format_json_quote_decimals=0, session_timezone='UTC'")
        for line in str(answer).splitlines():
            row = json.loads(line, parse_float=Decimal)
            for name in ("ts", "end"):
                if row.get(name):
                    row[name] = datetime.fromisoformat(row[name])
            rows.append(row)
    same("chdb", sorted(map(plain, rows)), wanted)


def skip(archive):
    """A day of one symbol needs few of the row groups, and each engine knows which."""
    file = max(files(archive), key=lambda name: pq.ParquetFile(name).num_row_groups)
    metadata = pq.ParquetFile(file).metadata
    names = [metadata.schema.column(i).name for i in range(metadata.num_columns)]
    place = names.index("symbol")
    limits = [metadata.row_group(i).column(place).statistics for i in range(metadata.num_row_groups)]
    assert all(limit is not None and limit.has_min_max for limit in limits), "no limits"
    first = limits[0].min
    holding = sum(limit.min <= first <= limit.max for limit in limits)
    assert 0 < holding < len(limits), "all row groups hold the first symbol"
    fragment = next(iter(ds.dataset(file).get_fragments()))
    chosen = fragment.split_by_row_group(pc.field("symbol") == first)
    assert len(chosen) == holding, f"pyarrow would read {len(chosen)} row groups, not {holding}"
    print(f"pyarrow: reads {holding} of {len(limits)} row groups")
    connection = duckdb.connect()
    plan = connection.sql(
        f"EXPLAIN ANALYZE SELECT sum(price) FROM read_parquet('{file}') WHERE symbol = '{first}'"
    ).fetchall()[0][1]
    rows = connection.sql(
        f"SELECT sum(row_group_num_rows) FROM parquet_metadata('{file}') WHERE path_in_schema = "
        f"'symbol' AND stats_min_value <= '{first}' AND stats_max_value >= '{first}'").fetchall()[0][0]
    total = metadata.num_rows
    assert rows < total
    print(f"DuckDB: its metadata has the symbol in {rows} of {total} rows")
    assert "Filters" in plan and first in plan, plan


def write(folder, path):
    """The same records in the forms that others write: encodings, codecs, decimals, page versions."""
    with open(path) as file:
        records = [json.loads(line, parse_float=Decimal) for line in file]
    kinds = {"ts": pa.timestamp("us", tz="UTC"), "end": pa.timestamp("us", tz="UTC"),
             "final": pa.bool_()}
    for name in ("id", "first_id", "last_id", "trades", "rev"):
        kinds[name] = pa.int64()
    for name in ("exchange", "symbol", "tenant", "interval", "side"):
        kinds[name] = pa.string()
    names = [n for n in records[0] if n not in BESIDE]
    for record in records:
        names += [n for n in record if n not in names and n not in BESIDE]

    def narrowest(name):
        digits = [Decimal(r[name]).as_tuple() for r in records if r.get(name) is not None]
        scale = max(max(0, -d.exponent) for d in digits)
        whole = max(len(d.digits) + d.exponent for d in digits)
        return pa.decimal128(18 if max(whole, 1) + scale <= 18 else 38, scale)

    def table(decimal):
        fields = [(name, kinds.get(name) or decimal(name)) for name in names]
        columns = {
            name: pa.array([record.get(name) for record in records], pa.int64()).cast(kind)
            if pa.types.is_timestamp(kind)
            else pa.array([Decimal(v) if isinstance(v, int) and pa.types.is_decimal(kind) else v
                           for v in (record.get(name) for record in records)], kind)
            for name, kind in fields}
        return pa.table(columns)

    wide, narrow = table(lambda _: pa.decimal128(38, 18)), table(narrowest)
    delta = {name: "DELTA_BINARY_PACKED" for name in names
             if not pa.types.is_decimal(wide.schema.field(name).type)
             and not pa.types.is_string(wide.schema.field(name).type) and name != "final"}
    texts = [name for name in names if pa.types.is_string(wide.schema.field(name).type)]
    forms = {
        "default": (wide, {}),
        "narrow": (narrow, {"store_decimal_as_integer": True}),
        "v2": (wide, {"data_page_version": "2.0", "compression": "zstd"}),
        "plain": (narrow, {"use_dictionary": False, "compression": "none"}),
        "gzip": (wide, {"compression": "gzip", "row_group_size": 1000, "data_page_size": 2000,
                        "write_page_checksum": True}),
        "delta": (wide, {"use_dictionary": False, "column_encoding":
                         delta | {name: "DELTA_LENGTH_BYTE_ARRAY" for name in texts}}),
        "deltabytes": (wide, {"use_dictionary": False, "data_page_version": "2.0",
                              "column_encoding": {name: "DELTA_BYTE_ARRAY" for name in texts}}),
        "split": (narrow, {"use_dictionary": False, "store_decimal_as_integer": True,
                           "column_encoding": {name: "BYTE_STREAM_SPLIT" for name in delta}}),
        "nanos": (wide.set_column(names.index("ts"), "ts",
                                  wide["ts"].cast(pa.timestamp("ns", tz="UTC"))), {}),
    }
    for name, (rows, options) in forms.items():
        pq.write_table(rows, f"{folder}/pyarrow-{name}.parquet", **options)
    connection = duckdb.connect()
    connection.register("records", wide)
    connection.register("narrow", narrow)
    for name, source, options in [
            ("snappy", "records", "CODEC snappy"), ("zstd", "narrow", "CODEC zstd"),
            ("v2", "narrow", "PARQUET_VERSION v2"), ("gzip", "narrow", "CODEC gzip"),
            ("groups", "records", "ROW_GROUP_SIZE 2048")]:
        connection.sql(
            f"COPY {source} TO '{folder}/duckdb-{name}.parquet' (FORMAT parquet, {options})")
    print(f"{len(forms) + 5} files")


if __name__ == "__main__":
    {"read": read, "skip": skip, "write": write}[sys.argv[1]](*sys.argv[2:])
