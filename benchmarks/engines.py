"""The same shards judged by processes of this machine and by Spark: `python -m benchmarks.engines`.

A province of the made-up country (three in a hundred of it), the rows that are not met and the counts of all; the two
folders must hold the same bytes before anything is compared.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from benchmarks import readme, sets
from benchmarks.watched import watched
from dengxiaming.exchange.sample.nation import NATION_AS_OF, Plan
from dengxiaming.scale import is_sharded
from dengxiaming.scale.made import make_shards
from dengxiaming.scale.store import names

PLAN = Plan(seed=sets.SEED, organizations=157_500)
SHARDS = sets.HELD / "province-shards"
JOBS = 2
DENGXIAMING = sets.ROOT / ".venv" / "bin" / "dengxiaming"
ENGINES = {"local": [], "spark": ["--engine", "spark"]}


def measured() -> dict[str, Any]:
    if not is_sharded(SHARDS) or (SHARDS / "made_by").read_text(encoding="utf-8") != sets.generator():
        shutil.rmtree(SHARDS, ignore_errors=True)
        make_shards(PLAN, SHARDS, JOBS)
        (SHARDS / "made_by").write_text(sets.generator(), encoding="utf-8")
    found: dict[str, Any] = {"organizations": PLAN.organizations, "shards": len(names(SHARDS)), "jobs": JOBS}
    for engine, words in ENGINES.items():
        out = sets.HELD / f"judged-{engine}"
        shutil.rmtree(out, ignore_errors=True)
        command = ["evaluate", SHARDS, "--as-of", NATION_AS_OF, "--rows", "unmet", "--jobs", JOBS, "-o", out, *words]
        found[engine] = watched([DENGXIAMING, *command]) | {"command": " ".join(map(shown, ["dengxiaming", *command]))}
    if content(sets.HELD / "judged-local") != content(sets.HELD / "judged-spark"):
        raise SystemExit("Spark 写出来的与本机判的不同，没有计时。")
    return found


def shown(word: object) -> str:
    return str(word.relative_to(sets.ROOT) if isinstance(word, Path) else word)


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def main() -> None:
    """Measure this alone, into the newest figures."""
    newest = max((Path(__file__).parent / "results").glob("2*.json"))
    figures = json.loads(newest.read_text(encoding="utf-8")) | {"engines": measured()}
    newest.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    readme.write(figures)
    print(readme.engines(figures))


if __name__ == "__main__":
    main()
