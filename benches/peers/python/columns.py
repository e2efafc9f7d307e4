"""The three decisions over a million cases in numpy, polars, DuckDB and OpenFisca, one thread, processor time.

Usage: columns.py TABLE NANOSECONDS, where TABLE is what `peers table` writes and NANOSECONDS is what the loop written
by hand takes for a case in the same run.
"""

import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import duckdb
import numpy as np
import polars as pl

table, by_hand = sys.argv[1], float(sys.argv[2])
frame = pl.read_csv(table)
count = len(frame)
expected = [frame[name].to_numpy() for name in ("open", "parole", "extradition")]
PERMITTED, FORBIDDEN, UNREGULATED = 0, 1, 2


def same(found, engine):
    for place, (a, b) in enumerate(zip(found, expected)):
        assert (np.asarray(a) == b).all(), f"{engine}: decision {place} differs"


def median(run, times=5):
    found = []
    for _ in range(times):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return sorted(found)[times // 2] * 1e9 / count


def told(name, nanoseconds):
    print(f"| {name} | {nanoseconds:.2f} ns | {nanoseconds / by_hand:.1f} |")


# numpy: arrays of the smallest types
kinds = {"gravity": np.uint8, "requested_by": np.uint8, "sentence": np.int32, "served": np.int32, "violations": np.int32}
flags = ["intentional", "imprisoned_before", "citizen", "torture_danger", "death_penalty"]
a = {name: frame[name].to_numpy().astype(kinds.get(name, bool)) for name in [*kinds, *flags]}


def with_numpy():
    early = ~a["imprisoned_before"]
    negligent = ~a["intentional"] & (a["sentence"] <= 60)
    lesser = a["intentional"] & (a["gravity"] <= 1) & (a["sentence"] <= 12)
    opened = early & (negligent | lesser)
    above = np.where(a["gravity"] == 3, 2, 1)
    below = np.where(a["gravity"] == 2, 2, 3)
    parole = (a["served"] * below >= a["sentence"] * above) & (a["violations"] <= 2)
    barred = a["citizen"] | a["torture_danger"] | (a["death_penalty"] & (a["requested_by"] != 0))
    return (
        np.where(opened, PERMITTED, UNREGULATED).astype(np.uint8),
        np.where(parole, PERMITTED, UNREGULATED).astype(np.uint8),
        np.where(barred, FORBIDDEN, PERMITTED).astype(np.uint8),
    )


same(with_numpy(), "numpy")
told("numpy", median(with_numpy))

# polars: enums, lazy
gravities, states = ["minor", "medium", "serious", "grave"], ["KZ", "UZ", "KG", "RU", "DE"]
named = frame.select(
    pl.col("gravity").replace_strict(dict(enumerate(gravities)), return_dtype=pl.Enum(gravities)),
    pl.col("requested_by").replace_strict(dict(enumerate(states)), return_dtype=pl.Enum(states)),
    *[pl.col(name).cast(pl.Boolean) for name in flags],
    *[pl.col(name).cast(pl.Int32) for name in ("sentence", "served", "violations")],
)
c = pl.col
opened = ~c("imprisoned_before") & (
    (~c("intentional") & (c("sentence") <= 60))
    | (c("intentional") & c("gravity").is_in(["minor", "medium"]) & (c("sentence") <= 12))
)
enough = (
    pl.when(c("gravity") == "serious")
    .then(c("served") * 2 >= c("sentence"))
    .when(c("gravity") == "grave")
    .then(c("served") * 3 >= c("sentence") * 2)
    .otherwise(c("served") * 3 >= c("sentence"))
)
barred = c("citizen") | c("torture_danger") | (c("death_penalty") & (c("requested_by") != "KZ"))
number = lambda yes, no: lambda condition: pl.when(condition).then(pl.lit(yes, pl.UInt8)).otherwise(pl.lit(no, pl.UInt8))
query = named.lazy().select(
    number(PERMITTED, UNREGULATED)(opened).alias("open"),
    number(PERMITTED, UNREGULATED)(enough & (c("violations") <= 2)).alias("parole"),
    number(FORBIDDEN, PERMITTED)(barred).alias("extradition"),
)
same([query.collect()[name].to_numpy() for name in ("open", "parole", "extradition")], "polars")
told("polars (enum)", median(query.collect))

# DuckDB: a table in memory
base = duckdb.connect()
base.execute("PRAGMA threads=1")
base.execute(f"CREATE TYPE gravity AS ENUM ({','.join(repr(name) for name in gravities)})")
base.execute(f"CREATE TYPE state AS ENUM ({','.join(repr(name) for name in states)})")
base.execute(
    "CREATE TABLE cases AS SELECT "
    f"(list_value({','.join(repr(name) for name in gravities)})[gravity + 1])::gravity AS gravity, "
    f"(list_value({','.join(repr(name) for name in states)})[requested_by + 1])::state AS requested_by, "
    + ", ".join(f"{name}::BOOLEAN AS {name}" for name in flags)
    + ", sentence::INT AS sentence, served::INT AS served, violations::INT AS violations "
    f"FROM read_csv('{table}')"
)
ASKED = """SELECT
  CASE WHEN NOT imprisoned_before AND ((NOT intentional AND sentence <= 60)
    OR (intentional AND gravity IN ('minor', 'medium') AND sentence <= 12)) THEN 0 ELSE 2 END::UTINYINT AS open,
  CASE WHEN (CASE WHEN gravity = 'serious' THEN served * 2 >= sentence
    WHEN gravity = 'grave' THEN served * 3 >= sentence * 2 ELSE served * 3 >= sentence END)
    AND violations <= 2 THEN 0 ELSE 2 END::UTINYINT AS parole,
  CASE WHEN citizen OR torture_danger OR (death_penalty AND requested_by <> 'KZ') THEN 1 ELSE 0 END::UTINYINT AS extradition
FROM cases"""
found = base.execute(ASKED).fetchnumpy()
same([found[name] for name in ("open", "parole", "extradition")], "DuckDB")
told("DuckDB", median(lambda: base.execute(ASKED).fetchnumpy()))

# OpenFisca: a population of persons, the three decisions as variables
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.variables import Variable
from openfisca_country_template import CountryTaxBenefitSystem
from openfisca_country_template.entities import Person


class Gravity(Enum):
    minor = "minor"
    medium = "medium"
    serious = "serious"
    grave = "grave"


def fact(name, kind, **more):
    return type(name, (Variable,), {"value_type": kind, "entity": Person, "definition_period": DateUnit.MONTH, "label": name, **more})


def decision(name, formula):
    return type(name, (Variable,), {"value_type": int, "entity": Person, "definition_period": DateUnit.MONTH, "label": name, "formula": formula})


def open_prison(person, period):
    intentional, sentence = person("intentional", period), person("sentence", period)
    gravity = person("gravity", period)
    lesser = (gravity == Gravity.minor) + (gravity == Gravity.medium)
    allowed = (~intentional * (sentence <= 60)) + (intentional * lesser * (sentence <= 12))
    return np.where(~person("imprisoned_before", period) * allowed, PERMITTED, UNREGULATED)


def release(person, period):
    gravity, sentence, served = person("gravity", period), person("sentence", period), person("served", period)
    enough = np.select(
        [gravity == Gravity.serious, gravity == Gravity.grave],
        [served * 2 >= sentence, served * 3 >= sentence * 2],
        served * 3 >= sentence,
    )
    return np.where(enough * (person("violations", period) <= 2), PERMITTED, UNREGULATED)


def extradition(person, period):
    barred = person("citizen", period) + person("torture_danger", period)
    barred = barred + person("death_penalty", period) * (person("requested_by", period) != 0)
    return np.where(barred, FORBIDDEN, PERMITTED)


system = CountryTaxBenefitSystem()
system.add_variable(fact("gravity", Enum, possible_values=Gravity, default_value=Gravity.minor))
for name in flags:
    system.add_variable(fact(name, bool))
for name in ("sentence", "served", "violations", "requested_by"):
    system.add_variable(fact(name, int))
for name, formula in (("open_prison", open_prison), ("parole", release), ("extradition", extradition)):
    system.add_variable(decision(name, formula))
inputs = {name: frame[name].to_numpy().astype(bool) for name in flags}
inputs |= {name: frame[name].to_numpy().astype(np.int32) for name in ("sentence", "served", "violations", "requested_by")}
inputs["gravity"] = frame["gravity"].to_numpy().astype(np.uint8)


def simulation():
    made = SimulationBuilder().build_default_simulation(system, count=count)
    for name, values in inputs.items():
        made.set_input(name, "2012-06", values)
    return made


DECISIONS = ("open_prison", "parole", "extradition")
same([simulation().calculate(name, "2012-06") for name in DECISIONS], "OpenFisca")
calculating, building = [], []
for _ in range(5):
    start = time.process_time()
    ready = simulation()
    built = time.process_time()
    for name in DECISIONS:
        ready.calculate(name, "2012-06")
    calculating.append(time.process_time() - built)
    building.append(time.process_time() - start)
told("OpenFisca (calculation only)", sorted(calculating)[2] * 1e9 / count)
told("OpenFisca (with building the population)", sorted(building)[2] * 1e9 / count)
