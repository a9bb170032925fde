"""The clause tree that the command line and the page share: sections, rules, numbers on a day."""

from datetime import date
from pathlib import Path

from dengxiaming.law.loader import load_rulebook
from dengxiaming.law.tree import clause_tree, said

SMALL = Path(__file__).parent / "small_rulebook"
DAY = date(2022, 1, 1)


def test_every_heading_and_every_clause_stands_once_in_the_documents_order() -> None:
    book = load_rulebook()
    headings = [node for root in clause_tree(book, DAY) for node in root.walk()]
    assert [node.section.locator for node in headings] == [section.locator for section in book.sections]
    assert [node.rule.id for heading in headings for node in heading.rules] == list(book.rules)


def test_headings_stand_under_their_parent() -> None:
    roots = clause_tree(load_rulebook(SMALL), DAY)
    assert [root.section.locator for root in roots] == ["一", "二"]
    assert [child.section.locator for child in roots[1].children] == ["二(一)", "二(二)"]
    assert [child.section.locator for child in roots[1].children[0].children] == ["二(一)1"]


def test_numbers_are_those_of_the_day_with_their_origin() -> None:
    def number(day: date) -> tuple[str, str, str]:
        rules = {
            node.rule.id: node
            for root in clause_tree(load_rulebook(SMALL), day)
            for h in root.walk()
            for node in h.rules
        }
        (held,) = rules["A1-1"].numbers
        return held.says, held.origin, held.cite

    assert number(date(2022, 12, 31)) == ("1次", "文", "二(一)1")
    assert number(date(2023, 1, 1)) == ("2次", "国", "R1-5")


def test_advisory_is_told_of_the_day(tmp_path: Path) -> None:
    (tmp_path / "adopt.toml").write_text(
        '[[adopt]]\nrule = "A1-2"\nnumber = "days"\ndecision = "1号"\nfrom = 2022-01-01\n', encoding="utf-8"
    )
    (tmp_path / "exempt.toml").write_text(
        '[[exempt]]\nrule = "A1-2"\norganization = "ZB1"\nfrom = 2022-01-01\ndecided_by = "工委"\nwhy = "改革"\n',
        encoding="utf-8",
    )
    book = load_rulebook(SMALL, tmp_path)
    for day, advisory in ((date(2021, 12, 31), True), (date(2022, 1, 1), False)):
        nodes = {node.rule.id: node for root in clause_tree(book, day) for h in root.walk() for node in h.rules}
        assert nodes["A1-2"].advisory is advisory
        assert nodes["A1-2"].numbers[0].is_local is advisory
        assert [held.organization for held in nodes["A1-2"].exemptions] == ["ZB1"]
        assert not nodes["A1-3"].advisory, "a clause that judges nothing reminds of nothing"


def test_values_are_said_as_people_say_them() -> None:
    assert said("required", 2) == "2次"
    assert said("percent", 2) == "2%"
    assert said("window", "06-01..07-01") == "6月1日至7月1日"
    assert said("window", "next_january") == "次年1月"
