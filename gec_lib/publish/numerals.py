"""Numbers spelled out before what they count: "bảy trường", "seven schools". They count as numbers, too.

One ("một", "one") is left out: it is an article as well. A word is a number here only before a noun that reports
count, because "năm" is also a year and "ba" a father.
"""

from __future__ import annotations

import re

UNITS = {
    "vi": "hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|mốt|lăm|trăm|nghìn|ngàn|triệu",
    "en": "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand",
}
COUNTED = {
    "vi": "trường|người|em|nữ|nam|trẻ|học sinh|giáo viên|cán bộ|phường|điểm phần trăm|phần trăm|lớp|đơn vị|báo cáo",
    "en": "schools?|people|persons?|pupils?|women|men|girls|boys|children|teachers|wards?|percent|percentage|returns?",
}
PATTERNS = {
    lang: re.compile(rf"\b(?:{UNITS[lang]})(?:[\s-]+(?:{UNITS[lang]}))*\s+(?:{COUNTED[lang]})\b", re.IGNORECASE)
    for lang in UNITS
}


def spelled(text: str) -> str:
    """The first number spelled out in a text of either language, or nothing.

    Examples
    --------
    >>> spelled("Còn bảy trường chưa nộp."), spelled("Only twenty-two schools reported.")
    ('bảy trường', 'twenty-two schools')
    >>> spelled("Trong năm 2025, hai giới ngang nhau."), spelled("One school in the two years.")
    ('', '')
    """
    found = next((match for pattern in PATTERNS.values() if (match := pattern.search(text))), None)
    return found[0] if found else ""
