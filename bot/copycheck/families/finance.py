"""Promises of money by form: sure gains, no risk, quick returns, easy loans."""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase


def families() -> tuple[Family, ...]:
    """The families of financial promises."""
    return (
        family(
            "finance.sure_gain",
            "block",
            "ad25",
            phrase("不可发布：不能承诺保本、保收益，也不能说稳赚。"),
            suggestion=phrase("改为写明业绩比较基准，并提示“投资有风险”。"),
            unless=r"不代表|不预示|不构成|业绩比较基准|以实际|不作为|投保人",
        ),
        family(
            "finance.no_risk",
            "block",
            "ad25",
            phrase("不可发布：不能说无风险、零风险。"),
            unless=r"没有(?:零|无|任何)风险的|不存在(?:零|无|没有)风险|并非(?:零|无)风险|不等于",
        ),
        family(
            "finance.rate",
            "proof",
            "ad25",
            phrase("需举证：收益率要写明依据，并在醒目处提示风险。"),
            suggestion=phrase("加上业绩比较基准和“历史业绩不代表未来表现”。"),
            unless=r"(?<!无)(?<!零)(?<!低)(?<!0)风险|不代表|不预示|业绩比较基准|以实际|不构成|随市场|测算|单利|贷款年化",
        ),
        family(
            "finance.income",
            "block",
            "ad25",
            phrase("不可发布：“月入过万”“财富自由”是对收入的承诺。"),
            unless=r"平均月入|统计局|人均",
        ),
        family(
            "finance.payback",
            "block",
            "ad25",
            phrase("不可发布：不能承诺回本时间。"),
        ),
        family(
            "finance.loan",
            "block",
            "ad25",
            phrase("不可发布：不能用“秒批”“不查征信”招揽贷款。"),
            needs=r"贷|借|免息|额度|征信|下款|放款|抵押|套现|秒批|利息|身份证|还款|黑户|资金",
            unless=r"24期免息|期免息|分期",
        ),
        family(
            "finance.rise",
            "block",
            "ad26",
            phrase("不可发布：不能承诺升值或投资回报。"),
        ),
        family(
            "finance.hint",
            "style",
            "ad25",
            phrase("提示：容易让人理解为承诺收益。"),
            suggestion=phrase("写明业绩比较基准，并提示“投资有风险”。"),
        ),
    )
