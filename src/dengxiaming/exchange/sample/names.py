"""Invented names: persons from a surname and one or two syllables, units from the functions every city has."""

import random
from typing import Final

CITY: Final = "青岭市"

_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
    "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_FIRST: Final = (
    "云松柏桐枫桦槐榆杉楠梓竹兰荷菊梅苇蔓青岚岭川河溪泉湖海江波澜雪霜霖雨晴朗明晓旭晨"
    "曦昭映星月辰宇宏远致恒守正思修文景清和安宁静若书言希望立承启"
)
_SECOND: Final = (
    "山林川溪泉波涛澜宁安平和清明远达成德信义言章华英秀芳兰慧敏捷峰岩石坚毅恒新春夏秋冬"
    "阳光辉耀燕雁鹏舟帆航禾穗苗田园庭轩辰星月云霞雯霖润泽涵"
)


def person_name(rng: random.Random) -> str:
    """A made-up name of two or three characters."""
    name = rng.choice(_SURNAMES) + rng.choice(_FIRST)
    return name if rng.random() < 0.22 else name + rng.choice(_SECOND)


_ORDINALS: Final = "一二三四五六七八九"


def ordinal(number: int) -> str:
    """Chinese ordinals for names of branches and groups, 1 to 39."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_ORDINALS[tens - 1]}十"
    return head + (_ORDINALS[ones - 1] if ones else "")
