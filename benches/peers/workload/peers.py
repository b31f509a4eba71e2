"""The same facts by DuckDB, Polars, pandas and SQLite: `peers.py SIDE FOLDER THREADS [RUNS]`, a line of JSON as the other sides print it.

DuckDB prints a second one, for the measures that are sums: without the median and the distinct customers.
"""

import json
import os
import resource
import sys
import time

side, folder, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
runs = int(sys.argv[4]) if len(sys.argv) > 4 else 3
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


def duckdb_side(all_measures=True):
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
    middle, customers = "median(closed - created) FILTER (status = 1)", "count(DISTINCT customer) FILTER (status = 1)"
    if not all_measures:
        middle, customers = "NULL", "NULL"
    question = f"""
        CREATE OR REPLACE TEMP TABLE figures AS
        WITH d AS (
            SELECT person, month(closed)::INT AS month,
                sum(amount) FILTER (status = 1) AS revenue, count(*) FILTER (status = 1) AS won, count(*) FILTER (status = 2) AS lost,
                {middle} AS middle, avg(closed - created) FILTER (status = 1) AS mean,
                {customers} AS customers
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
        return connection.execute("SELECT sum(revenue), sum(won), coalesce(sum(middle), 0), coalesce(sum(customers), 0) FROM figures").fetchone()

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


def sqlite_side():
    import sqlite3

    connection = sqlite3.connect(":memory:")
    lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    month_of = numpy.array([month for month, length in enumerate(lengths, 1) for _ in range(length)])
    months = lambda name: month_of[column(name) - 20_454].tolist()
    rows = lambda *names: zip(*(months(name[1:]) if name[0] == "@" else column(name).tolist() for name in names))
    connection.executescript("""
        CREATE TABLE deals (person INT, customer INT, created INT, closed INT, month INT, status INT, amount INT);
        CREATE TABLE payments (person INT, month INT, billed INT, collected INT);
        CREATE TABLE surveys (person INT, month INT, points INT);
        CREATE TABLE targets (person INT, month INT, team INT, target INT, PRIMARY KEY (person, month)) WITHOUT ROWID""")
    deals = rows("o_person.u4", "o_customer.u4", "o_created.i4", "o_closed.i4", "@o_closed.i4", "o_status.u1", "o_amount.i8")
    connection.executemany("INSERT INTO deals VALUES (?, ?, ?, ?, ?, ?, ?)", deals)
    connection.executemany("INSERT INTO payments VALUES (?, ?, ?, ?)", rows("p_person.u4", "@p_day.i4", "p_billed.i8", "p_collected.i8"))
    connection.executemany("INSERT INTO surveys VALUES (?, ?, ?)", rows("s_person.u4", "@s_day.i4", "s_points.u1"))
    targets = ((cell % 10_000, cell // 10_000 + 1, cell % 10_000 // 20, cents) for cell, cents in enumerate(column("target.i8").tolist()))
    connection.executemany("INSERT INTO targets VALUES (?, ?, ?, ?)", targets)

    def points(reached):
        steps, (before, low) = "", CURVE[0]
        for here, high in CURVE[1:]:
            steps += f" WHEN {reached} < {here} THEN {low} + ({reached} - {before}) / {here - before} * {high - low}"
            before, low = here, high
        return f"CASE WHEN {reached} IS NULL THEN 0{steps} ELSE {low} END"

    score = f"0.6 * ({points('a')}) + 0.3 * ({points('w')}) + 0.1 * ({points('q')})"
    # Money is cents, as one keeps it there.
    question = f"""
        CREATE TEMP TABLE figures AS
        WITH d AS (
            SELECT person, month, sum(amount) FILTER (WHERE status = 1) AS revenue, sum(status = 1) AS won, sum(status = 2) AS lost,
                avg(closed - created) FILTER (WHERE status = 1) AS mean, count(DISTINCT CASE WHEN status = 1 THEN customer END) AS customers
            FROM deals GROUP BY 1, 2),
        m AS (
            SELECT person, month, avg(cycle) AS middle FROM (
                SELECT person, month, closed - created AS cycle, row_number() OVER (PARTITION BY person, month ORDER BY closed - created) AS place,
                    count(*) OVER (PARTITION BY person, month) AS places FROM deals WHERE status = 1)
            WHERE place IN ((places + 1) / 2, (places + 2) / 2) GROUP BY 1, 2),
        p AS (SELECT person, month, sum(billed) AS billed, sum(collected) AS collected FROM payments GROUP BY 1, 2),
        s AS (SELECT person, month, sum(points) AS points, count(*) AS surveys FROM surveys GROUP BY 1, 2),
        k AS (
            SELECT t.person, t.month, team, target, coalesce(revenue, 0) AS revenue, coalesce(won, 0) AS won, coalesce(lost, 0) AS lost, middle, mean, customers,
                revenue * 1.0 / won AS size, collected * 1.0 / billed AS rate, points, surveys,
                coalesce(revenue, 0) * 1.0 / target AS a, won * 1.0 / nullif(won + lost, 0) / 0.5 AS w, points * 1.0 / surveys / 8 AS q
            FROM targets t LEFT JOIN d USING (person, month) LEFT JOIN m USING (person, month) LEFT JOIN p USING (person, month) LEFT JOIN s USING (person, month)),
        c AS (SELECT *, {score} AS score FROM k)
        SELECT *, rank() OVER (PARTITION BY month, team ORDER BY score DESC) AS in_team, rank() OVER (PARTITION BY month ORDER BY score DESC) AS in_company FROM c"""
    above = lambda key: f"""
        SELECT {score} FROM (SELECT sum(revenue) * 1.0 / sum(target) AS a, sum(won) * 1.0 / nullif(sum(won) + sum(lost), 0) / 0.5 AS w,
            sum(points) * 1.0 / sum(surveys) / 8 AS q FROM figures GROUP BY {key})"""

    def run():
        connection.execute("DROP TABLE IF EXISTS figures")
        connection.execute(question)
        return [connection.execute(above(key)).fetchall() for key in ("month, team", "month")]

    def sums(_):
        revenue, *others = connection.execute("SELECT sum(revenue), sum(won), sum(middle), sum(customers) FROM figures").fetchone()
        return [f"{revenue // 100}.{revenue % 100:02}", *others]

    return run, sums


def plain(value):
    text = str(value)
    return text[:-2] if text.endswith(".0") else text


def measured(name, run, sums):
    times = []
    for _ in range(runs):
        cpu, wall = time.process_time(), time.perf_counter()
        answer = run()
        times.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = sorted(times)[(len(times) - 1) // 2]
    revenue, won, middle, customers = sums(answer)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"side": name, "revenue": plain(revenue), "won": plain(won), "median": plain(middle), "distinct": plain(customers)}
    print(json.dumps({**found, "cpu": round(cpu, 4), "wall": round(wall, 4), "memory": round(memory)}))


sides = {"duckdb": duckdb_side, "polars": polars_side, "pandas": pandas_side, "sqlite": sqlite_side}
measured(side, *sides[side]())
if side == "duckdb":
    measured("duckdb, sums", *duckdb_side(all_measures=False))
