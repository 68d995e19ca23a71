"""The bank keeps the rules of docs/wording.md: words for verdicts, causes, sizes and people; numbers in every form."""

import re
import unicodedata

import pytest

from gec_lib.wording import declarations, load_messages
from gec_lib.wording.templates import parse

MESSAGES = {lang: load_messages(lang) for lang in ("vi", "en")}
DECLARED = declarations()
VI, EN = ({key: table["text"] for key, table in MESSAGES[lang].items() if key != "label"} for lang in ("vi", "en"))

# Cause may be named here only: arithmetic, what schools reported, definitions (docs/wording.md)
CAUSE_KEYS = {
    "VC1",
    "VC2",
    "VC3",
    "VC5",
    "VC5.tied",
    "VC6",
    "VC6.tied",
    "M9",
    "M10",
    "P8",
    "S3",
    "T14",
    "T15",
    "K1",
    "K3",
    "K7",
    "K10",
}
CAUSE = {
    "vi": r"(?<!lý )\b(do|vì|nhờ|bởi|dẫn đến|góp phần|xuất phát từ|kết quả của)\b",
    "en": r"\b(because|due to|owing to|thanks to|as a result|result of|leads? to|led to|caused|contribut\w+)\b",
}
# "đạt" says that a target is met, not met or still to be met; a value "là" or "ở mức"
MET_KEYS = {
    "O5.all", "O5.none",
    "T1", "T1.fall", "T2", "T3", "T4", "T4.fall", "T6", "T6.fall", "T7.still", "T9", "T9.fall",
    "T9.range", "T10", "T10.fall", "T17.before", "T17.after", "T18.before", "T18.after", "M2", "M7", "M11",
    "VP1", "VH1", "VH4", "O10", "VR7", "M7.one",
}  # fmt: skip
FIRM_KEYS = {
    "O9",
    "O9.firm",
    "D1.complete",
    "D1.wards",
    "D1.firm",
    "D2.open",
    "D2.named",
    "VP1",
    "VH5",
    "O13",
    "D1.complete.one",
    "D1.wards.one",
    "O9.firm.one",
}
BLOCKED = (
    "quan tâm chỉ đạo sát sao|vào cuộc của cả hệ thống|chuyển biến tích cực|ngày càng nâng cao|từng bước|cơ bản đạt|"
    "tương đối tốt|một số nơi còn|bên cạnh những kết quả|sâu rộng|thiết thực|sức lan tỏa|phấn đấu hơn nữa|"
    "tăng cường hơn nữa|nhìn chung|xấp xỉ đạt|"
    "nhẹ|mạnh|đáng kể|rõ rệt|vượt bậc|lần đầu|"
    "chị em|phái đẹp|phái yếu|nữ sinh|các cô|nạn nhân|tàn tật|dân tộc ít người|cá biệt|dân trí thấp|"
    "mất cân bằng giới|bất bình đẳng|bình đẳng nam nữ|nữ tham gia|vươn lên|ưu ái|giải quyết|xóa bỏ|"
    "chúng tôi|đồng chí|phụ huynh|"
    "hàng năm|tỉ lệ|thạc sỹ|tiến sỹ|đảm bảo|xoá|hoá|uỷ"
)
VERDICT_OF = {
    "met": ("T1", "T1.fall", "T2", "T3"),
    "maintained": ("T4", "T4.fall"),
    "on_track": ("T5", "T26"),
    "needs_acceleration": ("T6", "T6.fall"),
    "behind": ("T7", "T7.fall", "T7.still"),
    "moving_away": ("T8", "T8.fall"),
    "not_met": ("T9", "T9.fall", "T9.range", "T17.after", "T18.after"),
    "no_data": ("T12", "T13"),
    "not_comparable": ("T14",),
}


def literals(template):
    return " ".join(p.text for p in parse(template) if p.kind == "literal")


def keys_with(texts, pattern):
    return {key for key, text in texts.items() if re.search(pattern, text, re.IGNORECASE)}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_texts_are_composed_unicode(lang):
    for text in (VI if lang == "vi" else EN).values():
        assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(("lang", "texts"), [("vi", VI), ("en", EN)])
def test_causes_are_named_only_where_they_are_known(lang, texts):
    flagged = {key for key, entry in DECLARED.items() if entry.cause}
    assert flagged == CAUSE_KEYS
    assert keys_with(texts, CAUSE[lang]) <= flagged


def test_met_is_said_of_targets_only():
    assert keys_with(VI, r"\bđạt\b") <= MET_KEYS
    assert keys_with(VI, r"\bchưa đạt\b") == {"T17.before", "T18.before"}
    assert not keys_with(VI, r"\bđạt \{value")


def test_firm_speaks_of_missing_returns_only():
    assert keys_with(VI, r"\bchắc\b") == FIRM_KEYS
    assert keys_with(EN, r"\b(firm|is open|are\] open)\b") <= FIRM_KEYS


@pytest.mark.parametrize("verdict", VERDICT_OF)
def test_every_verdict_sentence_says_its_fixed_word(verdict):
    for lang, texts in (("vi", VI), ("en", EN)):
        word = MESSAGES[lang]["label"]["verdict"][verdict].lower().removeprefix("needs ")
        for key in VERDICT_OF[verdict]:
            assert word in texts[key].lower(), (key, word)


def test_blocked_words_are_absent():
    found = {key: re.findall(rf"\b({BLOCKED})\b", text, re.IGNORECASE) for key, text in VI.items()}
    assert {key: words for key, words in found.items() if words} == {}


def test_notable_stands_only_below_the_threshold():
    assert keys_with(VI, "đáng ghi nhận") == {"B4"}


def test_only_and_merely_do_not_judge_a_number():
    assert keys_with(VI, r"\bchỉ (?!tiêu|số|đạo)") == set()
    assert keys_with(VI, r"\bmới\b") == {"T7", "T7.fall", "A4", "VH2"}


@pytest.mark.parametrize(("texts", "words"), [(VI, "điểm phần trăm"), (EN, "percentage points")], ids=["vi", "en"])
def test_points_are_named_and_percentages_are_not_points(texts, words):
    for key, text in texts.items():
        if key == "X6":  # a range: the word follows its second end
            continue
        for name, kind in DECLARED[key].fields.items():
            after = [text[m.end() :] for m in re.finditer(rf"\{{{name}\}}", text)]
            for rest in after:
                said = rest.lstrip().startswith(words)
                assert said == ("pp" in kind), (key, name)


def test_a_percentage_rises_to_a_value_never_by_it():
    for key, text in VI.items():
        for name, kind in DECLARED[key].fields.items():
            if kind.startswith("pct"):
                assert not re.search(rf"(tăng|giảm) \{{{name}\}}", text), key


def test_subsets_point_to_one_group_and_follow_their_head():
    for key, text in VI.items():
        for sentence in text.split(". "):
            assert sentence.lower().count("trong đó") <= 1, key


@pytest.mark.parametrize(
    ("texts", "pattern"),
    [
        (VI, r"(?<!phần )\btrăm\b|\b(hai|ba|bốn|sáu|bảy|tám|chín|mười|nghìn)\b|\bmột\b(?! số| phần| nửa)"),
        (EN, r"\b(one|two|three|four|five|six|seven|eight|nine|ten|hundred|once|twice)\b"),
    ],
    ids=["vi", "en"],
)
def test_spelled_out_numbers_are_marked_too(texts, pattern):
    found = {key: re.search(pattern, literals(text), re.IGNORECASE) for key, text in texts.items()}
    assert {key: hit[0] for key, hit in found.items() if hit} == {}


def test_tables_are_bang_and_charts_are_hinh():
    assert not keys_with(VI, r"\bBiểu \{|\bBiểu số")
    assert VI["X1"].startswith("Bảng {no}.")
    assert VI["X1.figure"].startswith("Hình {no}.")


def test_the_key_of_signs_explains_all_five():
    for text in (VI["K3"], EN["K3"]):
        assert all(f"“{sign}”" in text for sign in ("{{0}}", "–", "…", "c", "z"))
    for lang in MESSAGES:
        assert set(MESSAGES[lang]["label"]["mark"]) == {"0", "–", "…", "c", "z"}


def test_women_stand_before_men():
    for key, text in VI.items():
        places = [text.find(f"{{{name}}}") for name in ("women", "men")]
        assert places[0] < places[1] or -1 in places, key


def test_a_gap_names_both_sides():
    for key in ("B3.above", "B3.below", "VH4", "M2.lower", "M4"):
        assert re.search(r"ở nữ.*(cao|thấp) hơn ở nam", VI[key]), key


def test_every_must_say_and_once_is_declared():
    assert all(DECLARED[key].kind == "must" for key in VERDICT_OF["not_met"] + VERDICT_OF["moving_away"])
    assert all(DECLARED[key].max_once == "edition" for key in ("K1", "K2", "K3", "K7", "K9", "S3"))
