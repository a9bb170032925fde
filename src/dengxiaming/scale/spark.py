"""The same judging on Apache Spark: a task a shard, and the nodes run the very code that judges here.

Spark hands out shards and begins one again elsewhere where a node falls over; a task reads its shard, judges and
writes it by `run.judge_shard`, as a process of this machine does. Folders are at the same path on every node.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZipFile

from dengxiaming.scale.run import Engine, Order, is_done, judge_shard

SHIPPED: Final = ("law", "reckoning", "scale")
_LOOK_EVERY: Final = 0.2
_SETTINGS: Final = {
    "spark.speculation": "false",  # 一片不判两遍
    "spark.executorEnv.POLARS_MAX_THREADS": "1",  # 一个任务占一个核
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
_ON_THIS_MACHINE: Final = {  # 在本机跑：不对网络开口，Java 只分派，少占一点
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
}


class SparkError(Exception):
    """Spark cannot be had, or did not finish; the sentence says what to do."""


def on_spark(master: str) -> Engine:
    """The engine at that master. Raises `SparkError` where PySpark or Java is missing."""
    _look_for_spark()

    def each(folder: Path, out: Path, order: Order, waiting: list[str]) -> Iterable[None]:
        if not waiting:
            return
        task = judging(folder.resolve(), out.resolve(), order, waiting)
        with ThreadPoolExecutor(1) as pool, _session(master) as spark:
            tasks = spark.range(0, len(waiting), 1, len(waiting)).mapInArrow(task, "wrong string")
            running = pool.submit(tasks.collect)
            told = 0
            while not wait([running], _LOOK_EVERY).done:
                for _ in range(told, finished := _finished(spark)):
                    yield
                told = max(told, finished)
            for row in _collected(running, folder, out):
                if row["wrong"] is not None:
                    raise ValueError(row["wrong"])
            for _ in waiting[told:]:
                yield

    return each


def judging(folder: Path, out: Path, order: Order, waiting: list[str]) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """What a task does with the numbers of its shards: judge each, and say what is wrong with its facts, or nothing."""

    def judge(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa  # noqa: PLC0415  只有 Spark 的节点上才有

        for batch in batches:
            names = [waiting[number] for number in batch.column("id").to_pylist()]
            wrong = [_wrong(folder / name, out / name, order) for name in names]
            yield pa.RecordBatch.from_arrays([pa.array(wrong, pa.string())], names=["wrong"])

    return judge


def _wrong(place: Path, target: Path, order: Order) -> str | None:
    if is_done(place, target):  # 上一个节点判完才倒下的
        return None
    try:
        judge_shard(place, target, order)
    except ValueError as error:
        return str(error)
    return None


def _finished(spark: Any) -> int:  # noqa: ANN401  PySpark 不一定装着
    """How many tasks of the one stage there is are done."""
    tracker = spark.sparkContext.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    return max((stage.numCompletedTasks for stage in stages if stage is not None), default=0)


def _collected(running: "Future[Any]", folder: Path, out: Path) -> Any:  # noqa: ANN401  同上
    from py4j.protocol import Py4JError  # noqa: PLC0415  同上
    from pyspark.errors import PySparkException  # noqa: PLC0415  同上

    try:
        return running.result()
    except (Py4JError, PySparkException) as error:
        raise SparkError(
            f"Spark 没有判完：{_last_line(error)}",
            f"每个节点都要能读 {folder.resolve()}、能写 {out.resolve()}，并装着 docs/scale.md 说的那些。",
            "判完的片不会再判：改好以后再运行同一条命令。",
        ) from error


@contextmanager
def _session(master: str) -> Iterator[Any]:
    """A session whose nodes have the code of this process; ended, with all its tasks, when it is left."""
    from py4j.protocol import Py4JError  # noqa: PLC0415  只有装了 PySpark 才有
    from pyspark.errors import PySparkException  # noqa: PLC0415  同上
    from pyspark.sql import SparkSession  # noqa: PLC0415  同上

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    building = SparkSession.builder.appName("dengxiaming").master(master)
    local = master.startswith("local")
    for name, value in (_SETTINGS | (_ON_THIS_MACHINE if local else {})).items():
        building = building.config(name, value)
    with TemporaryDirectory() as beside:
        try:
            spark = building.getOrCreate()
            spark.sparkContext.addPyFile(str(_code(Path(beside))))
        except (Py4JError, PySparkException) as error:
            raise SparkError(
                f"Spark 起不来：{_last_line(error)}", "看 --master 写得对不对，Java 是不是 17 或更新的：java -version"
            ) from error
        try:
            yield spark
        finally:
            spark.stop()


def _code(beside: Path) -> Path:
    """The rooms a task needs, packed: every node judges by what this process judges by."""
    package = Path(str(files("dengxiaming")))
    target = beside / "dengxiaming.zip"
    with ZipFile(target, "w") as packed:
        packed.write(package / "__init__.py", "dengxiaming/__init__.py")
        for room in SHIPPED:
            for path in sorted((package / room).rglob("*")):
                if path.suffix in (".py", ".toml"):
                    packed.write(path, path.relative_to(package.parent))
    return target


def _last_line(error: Exception) -> str:
    return str(error).strip().splitlines()[-1].strip()


def _look_for_spark() -> None:
    if any(find_spec(name) is None for name in ("pyspark", "pyarrow", "pandas")):
        raise SparkError(
            "没有装 PySpark。装上：pip install 'dengxiaming[spark]'；或者去掉 --engine spark，用 --jobs 在本机判。"
        )
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=home and str(Path(home) / "bin")) is None:
        raise SparkError(
            f"找不到 Java{f'（JAVA_HOME 是 {home}）' if home else ''}，Spark 要 17 或更新的。"
            "装上：apt-get install -y openjdk-17-jre-headless；装在别处，把 JAVA_HOME 设成它的文件夹。"
        )
