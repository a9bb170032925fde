"""Every pair of colours the stylesheets use is computed: text 4.5, edges and shapes 3 (WCAG 2, AA)."""

import re
from pathlib import Path

import pytest

from dengxiaming import web

STATIC = Path(web.__file__).parent / "static" / "web"
TEXT, EDGE = 4.5, 3.0
GROUNDS = ("paper", "sheet", "wash")


def tokens() -> dict[str, str]:
    css = (STATIC / "ground.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", css))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "red", "green", "ochre", "blue"])
def test_text_on_every_ground(ink: str, ground: str) -> None:
    held = tokens()
    assert contrast(held[ink], held[ground]) >= TEXT


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("red", "red-wash"), ("ink-3", "red-wash"), ("ink-2", "red-wash"), ("ochre", "ochre-wash"),
        ("ink-3", "ochre-wash"),
        ("ink", "heat-1"), ("ink", "heat-2"),
    ],
)  # fmt: skip
def test_text_on_a_tinted_cell(ink: str, ground: str) -> None:
    held = tokens()
    assert contrast(held[ink], held[ground]) >= TEXT


@pytest.mark.parametrize("ground", ["ink", "red", "heat-3", "ink-2"])
def test_white_on_a_filled_ground(ground: str) -> None:
    assert contrast("#ffffff", tokens()[ground]) >= TEXT


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("edge", ["line", "ink", "ink-2", "red", "ochre"])
def test_edges_and_shapes(edge: str, ground: str) -> None:
    held = tokens()
    assert contrast(held[edge], held[ground]) >= EDGE


def test_the_focus_halo_beside_its_line() -> None:
    held = tokens()
    assert contrast(held["focus"], held["ink"]) >= EDGE


def test_colours_stand_in_tokens() -> None:
    # 横条的两种浅色只重复文字，white 是墨底上的字；别的颜色都要先成为一个名字
    allowed = {"#fff", "#c9d6cc", "#d9b45c", "#e7e3d8"}
    for path in sorted(STATIC.glob("*.css")):
        css = re.sub(r":root \{.*?\n\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        used = set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", css))
        assert used <= allowed, f"{path.name} 里有没有名字的颜色：{sorted(used - allowed)}"


def test_no_page_carries_style_or_script() -> None:
    templates = Path(web.__file__).parent / "templates"
    for path in sorted(templates.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        inline = r"\sstyle=|<style|<script(?![^>]*(?:\ssrc=|\stype=\"application/json\"))|\son[a-z]+=[\"']"
        assert not re.search(inline, text), f"{path.name}：严格的内容策略下不起作用"
        assert not re.search(r"https?://(?!www\.w3\.org/)", text), f"{path.name}：页面不取外面的东西"


def test_a_folding_table_keeps_its_roles() -> None:
    templates = Path(web.__file__).parent / "templates"
    for path in sorted(templates.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for tag, roles in (
            ("table", "table"),
            ("thead", "rowgroup"),
            ("tbody", "rowgroup"),
            ("tr", "row"),
            ("td", "cell"),
        ):
            for found in re.findall(rf"<{tag}\b[^%>]*(?:%\}}[^%>]*)*>", text):
                assert f'role="{roles}"' in found, f"{path.name}：{found} 手机上折叠后会丢掉角色"
