"""Absolute claims by form: the best of all, none better, none like it."""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase


def families() -> tuple[Family, ...]:
    """The families of absolute claims."""
    return (
        family(
            "absolute.superlative",
            "block",
            "guide2",
            phrase("不可发布：“最”字形容商品或服务，属于绝对化用语。"),
            suggestion=phrase("去掉“最”，换成能核实的参数、时间或亲身感受。"),
        ),
        family(
            "absolute.best",
            "block",
            "ad9-3",
            phrase("不可发布：“最好”“最佳”是广告法点名的绝对化用语。"),
            suggestion=phrase("换成具体的好处，例如口味、材质、测试数据。"),
        ),
        family(
            "absolute.measure",
            "proof",
            "guide7",
            phrase("需举证：“之最”要写明比较的范围、时间和出处。"),
            suggestion=phrase("写出数值和测试条件，或只和自家产品比。"),
        ),
        family(
            "absolute.lowest_price",
            "block",
            "guide2",
            phrase("不可发布：“最低价”属于绝对化用语，也很难证明。"),
            suggestion=phrase("直接写到手价和活动时间。"),
        ),
        family(
            "absolute.first",
            "proof",
            "guide7",
            phrase("需举证：“第一”要有真实、完整的排名依据，并写明来源、范围和时间。"),
            suggestion=phrase("没有依据就删掉；有依据的写成“据××（时间、范围）”。"),
        ),
        family(
            "absolute.first_alone",
            "proof",
            "guide7",
            phrase("需举证：“第一”要有真实、完整的排名依据，并写明来源、范围和时间。"),
        ),
        family(
            "absolute.number_one",
            "proof",
            "guide7",
            phrase("需举证：NO.1、TOP1 和“第一”一样，要有排名依据。"),
            unless=r"n[o0]\.?\s?2(?!\d)",
        ),
        family(
            "absolute.champion",
            "proof",
            "guide7",
            phrase("需举证：销量冠军要写明统计口径、时间和来源。"),
        ),
        family(
            "absolute.king",
            "block",
            "guide2",
            phrase("不可发布：“××之王”“霸主”“领导者”与“第一”是一个意思。"),
        ),
        family(
            "absolute.nothing_better",
            "block",
            "guide2",
            phrase("不可发布：“没有比它更好的”与“最好”是一个意思。"),
            suggestion=phrase("说它好在哪里，不要和“所有别的”比。"),
        ),
        family(
            "absolute.no_rival",
            "block",
            "guide2",
            phrase("不可发布：“没有对手”“无人能及”与“第一”是一个意思。"),
            suggestion=phrase("只说自己的数据，不说别人不行。"),
        ),
        family(
            "absolute.only",
            "proof",
            "guide7",
            phrase("需举证：“唯一”“首个”“独家”要写明范围和依据。"),
            suggestion=phrase("写清在什么范围、到什么时间，附上证明。"),
        ),
        family(
            "absolute.level",
            "block",
            "guide2",
            phrase("不可发布：“国家级”“世界级”“顶级”属于绝对化用语。"),
            suggestion=phrase("写出依据的标准或检测数据。"),
        ),
        family(
            "absolute.ever",
            "block",
            "guide2",
            phrase("不可发布：“史上”“前所未有”一类说法属于绝对化用语。"),
        ),
        family(
            "absolute.perfect",
            "block",
            "guide2",
            phrase("不可发布：“万无一失”“百分百有效”这样的保证无法证明。"),
            suggestion=phrase("写明测试条件和结果，去掉保证。"),
        ),
        family(
            "absolute.gap",
            "block",
            "guide2",
            phrase("不可发布：“填补空白”“改写历史”没有依据，属于绝对化用语。"),
        ),
        family(
            "absolute.ceiling",
            "style",
            "house",
            phrase("提示：说得太满，容易被当作绝对化用语，换成具体的好处。"),
        ),
    )
