"""Rules of conduct by form: rivals run down, danger made light of, drink, bought reviews."""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase


def families() -> tuple[Family, ...]:
    """The families of conduct."""
    return (
        family(
            "disparage.others",
            "block",
            "ad13",
            phrase("不可发布：不能贬低别家的商品或服务。"),
            suggestion=phrase("只说自己的好，不提别人。"),
            unless=r"本店不参与|不评价|不比较|我们不说|尊重同行|向同行",
        ),
        family(
            "safety.danger",
            "block",
            "ad9-6",
            phrase("不可发布：不能暗示危险的做法没有关系。"),
            suggestion=phrase("改成正确的使用方法和安全提示。"),
            unless=r"请勿|切勿|禁止|严禁|检测报告|报告编号|检出限|未检出|不得|请系好|危险|必须|始终|不可以",
        ),
        family(
            "alcohol.drinking",
            "block",
            "ad23",
            phrase("不可发布：酒类广告不能诱导饮酒，不能说解压、健康。"),
            suggestion=phrase("只写酒的风味、工艺，加上“适量饮酒”。"),
            unless=r"请勿(?:酒后|酒驾)|请叫代驾|找代驾|切勿酒后|不售酒|未成年人(?:禁止|请勿)|适量饮|理性饮|酒精过敏|"
            r"奶茶|果汁|咖啡(?!酒)|柠檬水",
        ),
        family(
            "fake_review.paid",
            "block",
            "unfair9",
            phrase("不可发布：用返现、红包换好评属于虚假评价。"),
            suggestion=phrase("改为“不论好评差评，晒单均可……”。"),
            unless=r"不论好评|无论好评|好评差评|差评均|不强制|不要求好评|拒绝刷|抵制|谨防|诈骗|严禁|禁止|不刷|不买|"
            r"如实评价|真实评价|不得",
        ),
        family(
            "safety.hint",
            "style",
            "ad9-6",
            phrase("提示：别让人以为危险的做法没有关系。"),
            suggestion=phrase("写上正确的使用方法。"),
        ),
        family(
            "alcohol.hint",
            "style",
            "ad23",
            phrase("提示：别让人觉得是在劝酒。"),
            suggestion=phrase("只写酒的风味、工艺，加上“适量饮酒”。"),
        ),
        family(
            "disparage.hint",
            "style",
            "ad13",
            phrase("提示：像在说别家不好，只说自己更稳妥。"),
            suggestion=phrase("只说自己的好，不提别人。"),
        ),
    )
