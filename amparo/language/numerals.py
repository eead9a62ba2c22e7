"""Chinese numerals of dates, as the digits of the West."""

from __future__ import annotations

import re

_ONES = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_UNITS = "年|月|日|号|號|天|周|週|星期|礼拜|禮拜|小时|小時|钟头|分钟|分鐘|岁|歲|个|個"
# 周五 and 星期五 are Fridays, 十几 and 三多 are amounts that nobody can count.
_NUMERAL = re.compile(rf"(?<![周週期拜几幾])([零〇一二三四五六七八九两兩十]+)(?=半?\s?(?:{_UNITS}))(?!几|幾|多)")
_YEAR = re.compile(
    "(?<![零〇一二三四五六七八九十])(?:一九|二零|二〇)[零〇一二三四五六七八九]{2}(?![零〇一二三四五六七八九十])"
)
_AGO = re.compile(rf"\s?[个個]?(?:{_UNITS}|月)半?[以之]?前")
_MONTH_NEXT = re.compile(r"\s?年的?\s?[零〇一二三四五六七八九十\d]+\s?月")


def with_digits(text: str) -> str:
    """Return the text with the Chinese numerals of its dates and amounts as digits.

    Neighbours before "ago" are two numbers, 三四年前 becomes ``3 4年前``. Two digits before 年 are a year only where
    a month follows, as in 八九年六月: alone they can be eight or nine years, so they stay as they are.
    """
    years = _YEAR.sub(lambda m: "".join(str(_ONES[c]) for c in m.group()), text)
    return _NUMERAL.sub(lambda m: _digits(m.group(1), years[m.end() :]), years)


def _digits(numeral: str, rest: str) -> str:
    if "十" in numeral:
        return _by_tens(numeral)
    ones = [_ONES[c] for c in numeral]
    if len(ones) == 1 or len(ones) == 4:
        return "".join(map(str, ones))
    if len(ones) != 2:
        return numeral
    if ones[1] == ones[0] + 1 and _AGO.match(rest):
        return f"{ones[0]} {ones[1]}"
    return "".join(map(str, ones)) if _MONTH_NEXT.match(rest) else numeral


def _by_tens(numeral: str) -> str:
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return str(10 * _ONES.get(tens, 1) + _ONES.get(ones, 0))
