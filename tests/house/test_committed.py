"""What may not be in a committed file: package hosts, other people's lives, YAML rules."""

import re
import tomllib

from house_files import ROOT, files, place

TEXT = (".py", ".toml", ".txt", ".in", ".md", ".html", ".css", ".js", ".json", ".cfg", ".ini", ".csv", ".jsonl", "")
# GB 11643 自己的例子，不是任何人的
STANDARD_EXAMPLE = "11010519491231002X"


def lines() -> list[tuple[str, str]]:
    found = []
    for path in files(*TEXT):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # 不是文字，没有行
        found += [(place(path, number), line) for number, line in enumerate(text.splitlines(), 1)]
    return found


def is_id_number(digits: str) -> bool:
    """ISO 7064 MOD 11-2, as GB 11643 has it."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], weights, strict=True))
    return "10X98765432"[total % 11] == digits[17].upper()


def test_no_file_names_a_package_host() -> None:
    # 拆开写，免得这个文件自己也写着
    halves = ("py pi", "python hosted", "npm js", "regis try", "arti fact", "mir ror", r"debian \.org")
    host = re.compile(rf"https?://[a-z0-9.-]*(?:{'|'.join(halves).replace(' ', '')})")
    found = [where for where, line in lines() if host.search(line)]
    assert not found, "不写任何软件源的地址：" + "、".join(found)


def test_the_locks_hold_hashes_and_no_address() -> None:
    for name in ("run", "dev", "bench"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        pinned = re.findall(r"^[a-z0-9][a-z0-9._-]*==", text, re.MULTILINE)
        assert pinned
        assert text.count("--hash=sha256:") >= len(pinned)
        assert "://" not in text


def test_everything_required_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "run": project["project"]["dependencies"],
        "dev": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
    }
    for name, requirements in wanted.items():
        locked = set(
            re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements" / f"{name}.txt").read_text(), re.MULTILINE)
        )
        asked = {re.split(r"[<>=!~\[ ]", requirement)[0].lower() for requirement in requirements}
        assert asked <= locked, f"requirements/{name}.txt 少了 {sorted(asked - locked)}"


def test_no_id_number_and_no_telephone_of_anybody() -> None:
    id_number = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])")
    telephone = re.compile(r"(?<![0-9A-Za-z.])1[3-9]\d{9}(?![0-9A-Za-z])")
    found = []
    for where, line in lines():
        numbers = [number for number in id_number.findall(line) if number != STANDARD_EXAMPLE and is_id_number(number)]
        if numbers or telephone.search(line):
            found.append(where)
    assert not found, "像身份证号或手机号，换成编的：" + "、".join(found)


def test_the_id_number_check_sees() -> None:
    assert is_id_number(STANDARD_EXAMPLE)
    assert not is_id_number("110105194912310021")


def test_rules_are_toml() -> None:
    assert not files(".yaml", ".yml"), "YAML 把 on: 读成真，规则用 TOML"


def test_ci_does_what_people_do() -> None:
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    steps = [line for line in text.splitlines() if line and line[0] != "#"]
    assert steps[-1] == "exec make test"
    assert not [line for line in steps if re.search(r"\b(pip|uv|pytest|apt-get|ruff)\b", line)]
