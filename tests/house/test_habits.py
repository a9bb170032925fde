"""The habits of design.md that a syntax tree can show."""

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest
from house_files import DJANGO_ROOMS, ROOT, SOURCE, dotted, files, place, source_files, tree

ONLY_MODELS_HAVE = frozenset({
    "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "abulk_create", "abulk_update", "acreate", "aupdate", "adelete", "asave", "aget_or_create", "aupdate_or_create",
})  # fmt: skip
WRITES = frozenset({"create", "update", "delete", "save"})
QUERY_WORDS = frozenset({"objects", "_default_manager", "_base_manager", "filter", "exclude", "get_queryset", "using"})
CLOCKS = frozenset({
    "date.today", "datetime.now", "datetime.utcnow", "datetime.today", "timezone.now", "timezone.localdate",
    "timezone.localtime", "time.time", "time.localtime", "time.gmtime",
})  # fmt: skip


def writes_in(module: ast.Module) -> Iterator[int]:
    """Lines where a manager, a queryset or a row of a table is written; dicts and hashes also have `update`."""
    for node in ast.walk(module):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, receiver = node.func.attr, dotted(node.func.value).split(".")
        through_query = bool(QUERY_WORDS & set(receiver))
        a_row = name in {"save", "delete"} and not through_query and receiver[0] != "self.cache"
        if name in ONLY_MODELS_HAVE or (name in WRITES and (through_query or a_row)):
            yield node.lineno


def statements_in(module: ast.Module) -> Iterator[int]:
    """Lines where the database is spoken to by hand, or whole tables are written or emptied."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called = dotted(node.func)
            by_hand = called.endswith(("connection.cursor", "cursor.execute", "cursor.executemany", ".raw"))
            if by_hand or called in {"frames.insert", "frames.empty", "frames.delete"}:
                yield node.lineno


def clocks_in(module: ast.Module) -> Iterator[int]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = dotted(node.func)
            if any(called == clock or called.endswith(f".{clock}") for clock in CLOCKS):
                yield node.lineno


def test_writes_happen_only_in_actions() -> None:
    found = [
        place(path, line)
        for path in source_files(*DJANGO_ROOMS)
        if path.name != "actions.py"
        for line in writes_in(tree(path))
    ]
    assert not found, "写表只在 actions.py 里：" + "、".join(found)


def test_whole_tables_are_written_only_by_verbs() -> None:
    """`ground/frames.py` is the one place that writes SQL; only verbs call it. Three others ask without writing: the
    checks of the server's settings, the snapshot in which everything is read, and the question before what is kept is
    read again, which Django words.
    """
    asking = ("ground/frames.py", "ground/checks.py", "journal/snapshot.py", "journal/kept.py")
    by_hand = {SOURCE / name for name in asking}
    found = [
        place(path, line)
        for path in source_files(*DJANGO_ROOMS)
        if path.name != "actions.py" and path not in by_hand
        for line in statements_in(tree(path))
    ]
    assert not found, "整张表的读写只由 actions.py 里的动词做：" + "、".join(found)


@pytest.mark.parametrize("line", ["cursor.execute('DELETE')", "frames.insert(Act, rows)", "connection.cursor()"])
def test_the_statement_check_sees(line: str) -> None:
    assert list(statements_in(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    ["Act.objects.create(id=1)", "acts.filter(id=1).update(on=None)", "row.save()", "Act.objects.bulk_create(rows)"],
)
def test_the_write_check_sees(line: str) -> None:
    assert list(writes_in(ast.parse(line)))


@pytest.mark.parametrize("line", ["held.update(a=1)", "digest.update(b'')", "made = Table.create()"])
def test_the_write_check_leaves_dicts_and_hashes_alone(line: str) -> None:
    assert not list(writes_in(ast.parse(line)))


def test_only_the_clock_asks_the_time() -> None:
    allowed = SOURCE / "ground" / "clock.py"
    found = [place(path, line) for path in source_files() if path != allowed for line in clocks_in(tree(path))]
    assert not found, "“今天”由外面传进来，只有 ground/clock.py 问时钟：" + "、".join(found)


@pytest.mark.parametrize("line", ["date.today()", "datetime.datetime.now(UTC)", "timezone.now()", "time.time()"])
def test_the_clock_check_sees(line: str) -> None:
    assert list(clocks_in(ast.parse(line)))


def test_no_file_is_longer_than_one_idea() -> None:
    longest = 400
    sizes = {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in files(".py", ".html", ".css", ".js")
        if "migrations" not in path.parts and "vendor" not in path.parts
    }
    found = [f"{path.relative_to(ROOT)} {size} 行" for path, size in sizes.items() if size > longest]
    assert not found, f"超过 {longest} 行，拆成一件事一个文件：" + "、".join(found)


def test_no_junk_drawer() -> None:
    drawers = {"utils", "util", "common", "helpers", "misc", "shared", "lib"}
    found = {
        str(path.relative_to(ROOT))
        for path in files(".py")
        if drawers & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
    }
    assert not found, "没有放杂物的房间，给它一个名字：" + "、".join(sorted(found))


def test_nothing_is_left_unfinished() -> None:
    words = re.compile(
        "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "raise NotImplemented" + "Error", "敬请" + "期待"))
    )
    found = [
        place(path, number)
        for path in files(".py", ".toml", ".html", ".css", ".js", ".md")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert not found, "没有做完的记号：" + "、".join(found)


def test_every_silenced_warning_says_why() -> None:
    silenced = re.compile(r"#\s*(noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore(?:\[[^\]]*\])?)(?P<why>.*)$")
    found = []
    for path in files(".py"):
        if "migrations" in path.parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = silenced.search(line)
            if match and not match["why"].strip(" #"):
                found.append(place(path, number))
    assert not found, "关掉一个警告要在旁边写原因：" + "、".join(found)


def test_every_ignored_lint_rule_is_explained() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("ignore = [")
    end = next(number for number in range(start, len(lines)) if lines[number] == "]")
    bare = [line.strip() for line in lines[start + 1 : end] if "#" not in line]
    assert not bare, f"没有说明原因：{bare}"


def test_facts_never_hold_photos_words_logins_or_hours() -> None:
    forbidden = re.compile(
        r"photo|image|picture|word_?count|length|login|sign_?in|visit_?count|likes?$|hours|duration|minutes|"
        r"latitude|longitude|location|face|照片|字数|登录|点赞|学时|时长|定位|人脸"
    )
    facts = (SOURCE / "reckoning" / "facts.py").read_text(encoding="utf-8")
    assert not forbidden.search(facts)
    vocabulary = tomllib.loads((SOURCE / "law" / "vocabulary.toml").read_text(encoding="utf-8"))
    words = [word for table in vocabulary.values() for pair in table.items() for word in pair]
    assert not [word for word in words if forbidden.search(word)]
