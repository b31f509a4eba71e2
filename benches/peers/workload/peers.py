"""The same facts by DuckDB, Polars and pandas: `peers.py SIDE FOLDER THREADS`, a line of JSON as the other sides print it."""

import json
import os
import resource
import sys
import time

side, folder, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.environ["POLARS_MAX_THREADS"] = str(threads)

import numpy  # noqa: E402  (threads are said before libraries are read)
import pyarrow  # noqa: E402

TYPES = {"u4": "<u4", "i4": "<i4", "i8": "<i8", "u1": "u1"}
CURVE = [(0.0, 0.0), (0.5, 30.0), (0.8, 70.0), (1.0, 100.0), (1.5, 120.0)]


def column(name):
    return numpy.fromfile(f"{folder}/{name}", TYPES[name.rsplit(".", 1)[1]])


def day(name):
    return pyarrow.array(column(name), pyarrow.date32())


def money(name):
    cents = column(name)
    # A decimal is its cents in 128 bits: the upper half is all sign.
    halves = numpy.stack([cents, cents >> 63], axis=1)
    return pyarrow.Array.from_buffers(pyarrow.decimal128(18, 2), len(cents), [None, pyarrow.py_buffer(halves.tobytes())])


def tables():
    deals = {
        "person": column("o_person.u4"),
        "customer": column("o_customer.u4"),
        "created": day("o_created.i4"),
        "closed": day("o_closed.i4"),
        "status": column("o_status.u1"),
        "amount": money("o_amount.i8"),
    }
    payments = {
        "person": column("p_person.u4"),
        "day": day("p_day.i4"),
        "billed": money("p_billed.i8"),
        "collected": money("p_collected.i8"),
    }
    surveys = {"person": column("s_person.u4"), "day": day("s_day.i4"), "points": column("s_points.u1")}
    cells = numpy.arange(120_000)
    targets = {
        "person": (cells % 10_000).astype("u4"),
        "month": (cells // 10_000 + 1).astype("i4"),
        "team": (cells % 10_000 // 20).astype("i4"),
        "target": money("target.i8"),
    }
    return [pyarrow.table(columns) for columns in (deals, payments, surveys, targets)]


def duckdb_side():
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}; SET preserve_insertion_order = false")
    for name, table in zip(("deals", "payments", "surveys", "targets"), tables()):
        connection.register("given", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        connection.unregister("given")

    def points(reached):
        steps, (before, low) = "", CURVE[0]
        for here, high in CURVE[1:]:
            steps += f" WHEN {reached} < {here} THEN {low} + ({reached} - {before}) / {here - before} * {high - low}"
            before, low = here, high
        return f"CASE WHEN {reached} IS NULL THEN 0{steps} ELSE {low} END"

    score = f"0.6 * ({points('a')}) + 0.3 * ({points('w')}) + 0.1 * ({points('q')})"
    question = f"""
        CREATE OR REPLACE TEMP TABLE figures AS
        WITH d AS (
            SELECT person, month(closed)::INT AS month,
                sum(amount) FILTER (status = 1) AS revenue, count(*) FILTER (status = 1) AS won, count(*) FILTER (status = 2) AS lost,
                median(closed - created) FILTER (status = 1) AS middle, avg(closed - created) FILTER (status = 1) AS mean,
                count(DISTINCT customer) FILTER (status = 1) AS customers
            FROM deals GROUP BY ALL),
        p AS (SELECT person, month(day)::INT AS month, sum(billed) AS billed, sum(collected) AS collected FROM payments GROUP BY ALL),
        s AS (SELECT person, month(day)::INT AS month, sum(points) AS points, count(*) AS surveys FROM surveys GROUP BY ALL),
        k AS (
            SELECT t.*, coalesce(revenue, 0) AS revenue, coalesce(won, 0) AS won, coalesce(lost, 0) AS lost, middle, mean, customers,
                revenue / won AS size, collected / billed AS rate, points, surveys,
                coalesce(revenue, 0) / target::DOUBLE AS a, won / nullif(won + lost, 0)::DOUBLE / 0.5 AS w, points / surveys::DOUBLE / 8 AS q
            FROM targets t LEFT JOIN d USING (person, month) LEFT JOIN p USING (person, month) LEFT JOIN s USING (person, month)),
        c AS (SELECT *, {score} AS score FROM k)
        SELECT *, rank() OVER (PARTITION BY month, team ORDER BY score DESC) AS in_team,
            rank() OVER (PARTITION BY month ORDER BY score DESC) AS in_company FROM c"""
    above = f"""
        WITH g AS (SELECT month, team, sum(revenue) / sum(target)::DOUBLE AS a, sum(won) / nullif(sum(won) + sum(lost), 0)::DOUBLE / 0.5 AS w,
            sum(points) / sum(surveys)::DOUBLE / 8 AS q FROM figures GROUP BY GROUPING SETS ((month, team), (month)))
        SELECT month, team, {score} FROM g"""

    def run():
        connection.execute(question)
        return connection.execute(above).fetchall()

    def sums(_):
        return connection.execute("SELECT sum(revenue), sum(won), sum(middle), sum(customers) FROM figures").fetchone()

    return run, sums


def polars_side():
    import polars

    col = polars.col
    deals, payments, surveys, targets = (polars.from_arrow(table) for table in tables())
    number = lambda expression: expression.cast(polars.Float64)
    month = lambda name: col(name).dt.month().cast(polars.Int32).alias("month")

    def points(reached):
        steps = polars.when(reached.is_null()).then(0.0)
        before, low = CURVE[0]
        for here, high in CURVE[1:]:
            steps = steps.when(reached < here).then(low + (reached - before) / (here - before) * (high - low))
            before, low = here, high
        return steps.otherwise(low)

    def scored(frame):
        closed = col("won") + col("lost")
        frame = frame.with_columns(
            a=number(col("revenue").fill_null(0)) / number(col("target")),
            w=polars.when(closed > 0).then(col("won") / closed / 0.5),
            q=col("points") / col("surveys") / 8.0,
        )
        return frame.with_columns(score=0.6 * points(col("a")) + 0.3 * points(col("w")) + 0.1 * points(col("q")))

    def run():
        won = col("status") == 1
        cycle = (col("closed") - col("created")).dt.total_days()
        d = deals.lazy().with_columns(month("closed"), cycle=cycle).group_by("person", "month").agg(
            col("amount").filter(won).sum().alias("revenue"),
            won.sum().alias("won"),
            (col("status") == 2).sum().alias("lost"),
            col("cycle").filter(won).median().alias("middle"),
            col("cycle").filter(won).mean().alias("mean"),
            col("customer").filter(won).n_unique().alias("customers"),
        )
        p = payments.lazy().with_columns(month("day")).group_by("person", "month").agg(col("billed").sum(), col("collected").sum())
        s = surveys.lazy().with_columns(month("day")).group_by("person", "month").agg(
            col("points").cast(polars.Int64).sum(), polars.len().alias("surveys")
        )
        key = ["person", "month"]
        k = targets.lazy().join(d, on=key, how="left").join(p, on=key, how="left").join(s, on=key, how="left")
        k = k.with_columns(size=number(col("revenue")) / col("won"), rate=number(col("collected")) / number(col("billed")))
        rank = lambda over: col("score").rank("min", descending=True).over(over)
        k = scored(k).with_columns(in_team=rank(["month", "team"]), in_company=rank("month")).collect()
        added = [col(name).sum() for name in ("revenue", "target", "won", "lost", "points", "surveys")]
        return k, scored(k.group_by("month", "team").agg(added)), scored(k.group_by("month").agg(added))

    def sums(answer):
        return [answer[0][name].sum() for name in ("revenue", "won", "middle", "customers")]

    return run, sums


def pandas_side():
    import pandas

    deals, payments, surveys, targets = (table.to_pandas() for table in tables())
    for frame, names in ((deals, ("closed", "created")), (payments, ("day",)), (surveys, ("day",))):
        for name in names:
            frame[name] = pandas.to_datetime(frame[name])
    # What people write today: cents as whole numbers, for its decimals are objects.
    for frame, names in ((deals, ("amount",)), (payments, ("billed", "collected")), (targets, ("target",))):
        for name in names:
            frame[name] = (frame[name].astype(float) * 100).round().astype("int64")
    reached, given = [step[0] for step in CURVE], [step[1] for step in CURVE]

    def points(of):
        return numpy.nan_to_num(numpy.interp(of, reached, given))

    def scored(k):
        closed = (k.won + k.lost).where(k.won + k.lost > 0)
        return 0.6 * points(k.revenue.fillna(0) / k.target) + 0.3 * points(k.won / closed / 0.5) + 0.1 * points(k.points / k.surveys / 8)

    def run():
        d = deals.assign(month=deals.closed.dt.month.astype("i4"), cycle=(deals.closed - deals.created).dt.days)
        key = ["person", "month"]
        won = d[d.status == 1].groupby(key).agg(
            revenue=("amount", "sum"), won=("amount", "size"), middle=("cycle", "median"), mean=("cycle", "mean"), customers=("customer", "nunique")
        )
        lost = d[d.status == 2].groupby(key).size().rename("lost")
        p = payments.assign(month=payments.day.dt.month.astype("i4")).groupby(key)[["billed", "collected"]].sum()
        s = surveys.assign(month=surveys.day.dt.month.astype("i4")).groupby(key).agg(points=("points", "sum"), surveys=("points", "size"))
        k = targets.set_index(key).join([won, lost, p, s])
        k[["won", "lost"]] = k[["won", "lost"]].fillna(0)
        k["size"], k["rate"] = k.revenue / k.won, k.collected / k.billed
        k["score"] = scored(k)
        k["in_team"] = k.groupby(["month", "team"]).score.rank(method="min", ascending=False)
        k["in_company"] = k.groupby("month").score.rank(method="min", ascending=False)
        names = ["revenue", "target", "won", "lost", "points", "surveys"]
        teams, company = k.groupby(["month", "team"])[names].sum(), k.groupby("month")[names].sum()
        return k, scored(teams), scored(company)

    def sums(answer):
        k = answer[0]
        return [f"{int(k.revenue.sum()) // 100}.{int(k.revenue.sum()) % 100:02}", k.won.sum(), k.middle.sum(), k.customers.sum()]

    return run, sums


run, sums = {"duckdb": duckdb_side, "polars": polars_side, "pandas": pandas_side}[side]()
best = None
for _ in range(3):
    cpu, wall = time.process_time(), time.perf_counter()
    answer = run()
    took = (time.process_time() - cpu, time.perf_counter() - wall)
    best = took if best is None or took[0] < best[0] else best


def plain(value):
    text = str(value)
    return text[:-2] if text.endswith(".0") else text


revenue, won, middle, customers = sums(answer)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
found = {"side": side, "revenue": plain(revenue), "won": plain(won), "median": plain(middle), "distinct": plain(customers)}
print(json.dumps({**found, "cpu": round(best[0], 3), "wall": round(best[1], 3), "memory": round(memory)}))
