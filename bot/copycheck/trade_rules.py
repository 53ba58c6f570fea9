"""Claims by trade: what the law says of one trade's goods, and which findings it says otherwise about.

The trades come from the settings in the company's own words. Unknown trades, or none, change nothing. A company with
several trades is held to the strictest: only one that deals in nothing else may speak of approved functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.copycheck.draft import Draft
from bot.copycheck.model import Finding
from bot.copycheck.report import finding
from bot.copycheck.rules import Rule, compiled
from bot.text.words import phrase

# Which words of the settings mean which trade; the first that fits counts (保健食品 is not plain food).
_TRADES: Final = (
    ("health_food", r"保健|膳食补充"),
    ("cosmetics", r"化妆|美妆|护肤|彩妆|日化|洗护|个护|美容"),
    ("medicine", r"药|医|诊所|口腔|制剂"),
    ("alcohol", r"酒(?!店|楼|吧|家)"),
    ("property", r"房产|房地产|地产|楼盘|置业"),
    ("finance", r"金融|银行|理财|保险|证券|基金|信贷"),
    ("food", r"食|乳|饮|奶|茶|咖啡|零食|粮|糕|糖|水果|生鲜|餐"),
)
# A finding of a medicine's text that stays what it is: assurance, cure rate, recommendation (article 16).
_ASSURED: Final = re.compile(
    r"根[治除]|治愈|断根|除根|包[治好]|病除|复发|一治|见效|立竿见影|秘方|偏方|副作用|起死|妙手"
)
_ASSURANCES: Final = frozenset(("medical.rate", "medical.doctor", "medical.works_in", "medical.no_side_effects"))
_ADVERTISING: Final = frozenset(("brand", "promotion", "lottery"))


@lru_cache(maxsize=256)
def groups(trades: frozenset[str]) -> frozenset[str]:
    """The trades the rules know, from the words of the settings; words nobody knows are left out."""
    found = (next((name for name, words in _TRADES if re.search(words, trade)), "") for trade in trades)
    return frozenset(name for name in found if name)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of the trades, for the manual; `adapted` and `spans` name them by their ids."""
    return tuple(_all().values())


@lru_cache(maxsize=1)
def _all() -> dict[str, Rule]:
    made = (
        Rule("medical.food", "medical", "block", "food73", phrase("不可发布：食品广告不能说预防、治疗疾病。")),
        Rule("medical.health_food", "medical", "block", "ad18", phrase("不可发布：保健食品不能说预防、治疗疾病。")),
        Rule(
            "medical.cosmetics",
            "medical",
            "block",
            "cosmetics43",
            phrase("不可发布：化妆品广告不能明示或暗示医疗作用。"),
            phrase("改成备案的功效，例如保湿、修护、舒缓。"),
        ),
        Rule(
            "medical.approved",
            "medical",
            "proof",
            "ad16",
            phrase("需举证：功效要与批准的说明书一致，并附广告审查批准文号。"),
        ),
        Rule("medical.assurance", "medical", "block", "ad16", phrase("不可发布：医药广告不能断言或保证功效、安全。")),
        Rule(
            "medical.compared",
            "medical",
            "block",
            "ad16",
            phrase("不可发布：医药广告不能和别的药品、器械或医疗机构比较。"),
        ),
        Rule(
            "medical.leaflet",
            "medical",
            "proof",
            "ad16",
            phrase("需举证：医药广告要写明禁忌、不良反应和使用提示。"),
            phrase("加上“请按药品说明书或者在药师指导下购买和使用”。"),
        ),
        Rule(
            "health_food.approved",
            "health_food",
            "proof",
            "ad18",
            phrase("需举证：保健功能要与注册证书或备案凭证一致。"),
        ),
        Rule(
            "health_food.not_medicine",
            "health_food",
            "proof",
            "ad18",
            phrase("需举证：保健食品广告要写明“本品不能代替药物”。"),
            phrase("加上“本品不能代替药物”。"),
        ),
        Rule(
            "alcohol.trade",
            "alcohol",
            "block",
            "ad23",
            phrase("不可发布：酒类广告不能诱导饮酒、出现驾驶，也不能说消除紧张、增加体力。"),
            phrase("只写酒的风味、工艺，加上“适量饮酒”。"),
        ),
        Rule("finance.warning", "finance", "proof", "ad25", phrase("需举证：说到收益，要在醒目处提示风险。")),
        Rule("realestate.travel", "realestate", "block", "ad26", phrase("不可发布：房产广告不能用所需时间表示位置。")),
    )
    return {rule.id: rule for rule in made}


_MEDICINE_ASSURES: Final = (
    r"无效(?:全额)?(?:退|包退)款?|(?:保证|确保|绝对|百分百)(?:安全|有效|见效|治|好转|康复)|疗效(?:显著|确切|可靠|"
    r"稳定)|安全(?:可靠|放心|有效)|一用就[好灵]"
)
_MEDICINE_COMPARES: Final = (
    r"(?:比|优于|胜过|强过|超过|不输)(?:别家|其他|其它|同类|普通|进口|传统|一般|市面上?)(?:的)?[^,。!?;\n]{0,6}?(?:药|器"
    r"械|疗法|医院|诊所|手术|治疗|产品)[^,。!?;\n]{0,8}"
)
_COSMETICS: Final = (
    r"药妆|(?:医学|药用|医用|医美级?|械字号)(?:护肤|面膜|级护肤|美白|精华)品?|抗炎|消炎|杀菌|[祛去淡除]疤|疤痕(?:消失|淡化|"
    r"修复)|修复(?:皮肤|肌肤|受损|敏感肌?|脆弱|的){0,3}屏障|屏障修复|(?:细胞|胶原)再生|抗敏|脱敏"
)
_ALCOHOL: Final = (
    r"(?:解|释|减)压(?!力锅)|(?:消除|缓解|赶走|忘掉|告别|卸下)[^,。!?;\n]{0,4}?(?:紧张|焦虑|压力|疲[惫劳]|烦恼)|(?:增"
    r"加|补充|恢复)体力|(?:再来|多喝|连干|先干)[一两三几]?[杯瓶碗]|一杯接一杯|喝(?:个)?(?:够|痛快|尽兴|到嗨)|(?:驾车|开车|自驾"
    r"|驾驶|航海|飞行)[^,。!?;\n]{0,8}?(?:来|喝|饮|小酌|带上)[^,。!?;\n]{0,4}"
)
_TRAVEL: Final = r"(?:[0-9]+|[一二三五十几两]+)分钟(?:即可|就能|直|可)?(?:到|达|抵达|通达|生活圈|通勤)[^,。!?;\n]{0,6}"
_BY_TRADE: Final = (
    ("medicine", "medical.assurance", _MEDICINE_ASSURES),
    ("medicine", "medical.compared", _MEDICINE_COMPARES),
    ("cosmetics", "medical.cosmetics", _COSMETICS),
    ("food", "medical.food", r"抗炎|消炎|(?:防|抗)癌|药用价值|食疗"),
    ("alcohol", "alcohol.trade", _ALCOHOL),
    ("property", "realestate.travel", _TRAVEL),
)


def spans(draft: Draft) -> Iterator[tuple[Rule, int, int]]:
    """The places in the tight text that only the company's own trades make a claim of."""
    for trade, rule, pattern in _BY_TRADE:
        if trade in groups(draft.context.trades):
            for match in compiled(pattern).finditer(draft.tight):
                if not draft.masked(*match.span()):
                    yield _all()[rule], *match.span()


def adapted(rule: Rule, words: str, trades: frozenset[str]) -> Rule:
    """The rule as the law of the company's trades has it; the same rule where it says nothing else."""
    mine = groups(trades)
    if not mine or rule.level != "block" or rule.source not in ("ad17", "ad18"):
        return rule
    if rule.category == "health_food":
        approved = mine == {"health_food"} and rule.id in ("health_food.function", "health_food.term")
        return _all()["health_food.approved"] if approved else rule
    if rule.category != "medical":
        return rule
    if mine == {"medicine"}:
        assured = rule.id in _ASSURANCES or _ASSURED.search(words) is not None
        return _all()["medical.assurance" if assured else "medical.approved"]
    own = next((trade for trade in ("food", "health_food", "cosmetics") if trade in mine), None)
    return _all()[f"medical.{own}"] if own is not None else rule


def findings(draft: Draft, found: list[Finding]) -> list[Finding]:
    """What an advertisement of these trades must say and this one does not, after what it claims."""
    mine = groups(draft.context.trades)
    if not mine or draft.kind not in _ADVERTISING:
        return []
    claimed = {one.category for one in found}
    said = draft.tight
    owed = []
    if (
        "health_food" in mine
        and "health_food" in claimed
        and not compiled(r"不[能可]?(?:代替|替代)药[物品]").search(said)
    ):
        owed.append("health_food.not_medicine")
    if "medicine" in mine and "medical" in claimed and not compiled(r"说明书|药师指导|医务人员的?指导").search(said):
        owed.append("medical.leaflet")
    if "finance" in mine and compiled(r"收益|年化|回报|净值").search(said) and "风险" not in said:
        owed.append("finance.warning")
    return [finding(draft, _all()[rule], 0, 0) for rule in owed]
