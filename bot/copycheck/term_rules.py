"""What a term of the word list says when it is found: one rule per category and level."""

from __future__ import annotations

from functools import lru_cache

from bot.copycheck.lexicon import Term
from bot.copycheck.model import Level
from bot.copycheck.rules import Rule
from bot.text.words import Phrase, phrase


def _reasons() -> dict[tuple[str, Level], Phrase]:
    return {
        ("absolute", "block"): phrase("不可发布：绝对化用语，广告里不能这样形容商品或服务。"),
        ("absolute", "proof"): phrase("需举证：排名、唯一、之最一类的说法要有真实、完整的依据，并写明来源和范围。"),
        ("absolute", "style"): phrase("提示：说得太满，容易被当作绝对化用语。"),
        ("authority", "block"): phrase("不可发布：不能借国家机关、国家标志或驰名商标的名义做广告。"),
        ("authority", "proof"): phrase("需举证：引用推荐、认证、专利或数据，要写明出处和编号。"),
        ("authority", "style"): phrase("提示：抬出权威却没有出处，读者不会信。"),
        ("medical", "block"): phrase("不可发布：普通商品不能说治疗功效，也不能用医疗用语。"),
        ("medical", "proof"): phrase("需举证：涉及医疗功效的说法，要有批准文件才能用。"),
        ("medical", "style"): phrase("提示：容易让人理解为医疗功效。"),
        ("health_food", "block"): phrase("不可发布：食品、普通商品不能说保健功能；保健食品只能照批准的内容说。"),
        ("health_food", "proof"): phrase("需举证：成分、添加物和功能的说法，要有检测报告或批准文件。"),
        ("health_food", "style"): phrase("提示：容易让人理解为保健功能。"),
        ("finance", "block"): phrase("不可发布：不能承诺收益，也不能说无风险、保本。"),
        ("finance", "proof"): phrase("需举证：收益和利率要写明依据，并附风险提示。"),
        ("finance", "style"): phrase("提示：容易让人理解为承诺收益。"),
        ("education", "block"): phrase("不可发布：不能承诺考试结果、录取或就业。"),
        ("education", "proof"): phrase("需举证：教学效果要有依据，不能当作承诺。"),
        ("education", "style"): phrase("提示：容易让人理解为承诺学习效果。"),
        ("superstition", "block"): phrase("不可发布：广告里不能有迷信内容。"),
        ("superstition", "proof"): phrase("需举证：容易被当作迷信内容。"),
        ("superstition", "style"): phrase("提示：容易被当作迷信内容。"),
        ("price", "block"): phrase("不可发布：价格说法容易误导顾客。"),
        ("price", "proof"): phrase("需举证：比较的价格要真实，并写明依据、时间和范围。"),
        ("price", "style"): phrase("提示：价格说法太夸张，直接写到手价更好。"),
        ("false_urgency", "block"): phrase("不可发布：编造紧迫会误导顾客。"),
        ("false_urgency", "proof"): phrase("需举证：时间、数量要写明，不能随意更改。"),
        ("false_urgency", "style"): phrase("提示：催促没有写明时间或数量。"),
        ("cliche_tv", "block"): phrase("不可发布：这样的话会误导顾客。"),
        ("cliche_tv", "proof"): phrase("需举证：这样的话要有依据。"),
        ("cliche_tv", "style"): phrase("提示：电视购物腔，换成平常说话。"),
        ("vulgar", "block"): phrase("不可发布：粗俗或歧视的话，不能出现在官方账号。"),
        ("vulgar", "proof"): phrase("需举证：容易被当作粗俗或歧视。"),
        ("vulgar", "style"): phrase("提示：口气粗俗，不像官方账号。"),
    }


@lru_cache(maxsize=1)
def _all() -> dict[tuple[str, Level], Phrase]:
    return _reasons()


@lru_cache(maxsize=8192)
def rule_of(term: Term) -> Rule:
    """The rule a term belongs to: ``<category>.term`` with the term's own level, source and suggestion."""
    return Rule(
        f"{term.category}.term",
        term.category,
        term.level,
        term.source,
        _all()[term.category, term.level],
        term.suggestion or None,
    )
