"""Promises of education by form: passing, admission, points won, leaked questions."""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase


def families() -> tuple[Family, ...]:
    """The families of promises by education and training."""
    return (
        family(
            "education.promise",
            "block",
            "ad24",
            phrase("不可发布：不能承诺通过考试、录取、拿证或就业。"),
            suggestion=phrase("改写课程内容、课时和师资。"),
        ),
        family(
            "education.rate",
            "block",
            "ad24",
            phrase("不可发布：不能用通过率、录取率作保证。"),
            unless=r"检验|检测|抽检|质检|安检|核酸|教育部公布",
        ),
        family(
            "education.points",
            "block",
            "ad24",
            phrase("不可发布：不能承诺提高多少分、多久学会。"),
            unless=r"安全知识|急救|规则|技能竞赛",
        ),
        family(
            "education.inside",
            "block",
            "ad24",
            phrase("不可发布：不能说命题人授课、押题、内部资料。"),
            unless=r"公益|讲座安排",
        ),
        family(
            "education.witness",
            "style",
            "ad24",
            phrase("提示：不能用学员、家长的名义证明教学效果。"),
        ),
        family(
            "education.hint",
            "style",
            "ad24",
            phrase("提示：容易让人理解为承诺学习效果。"),
            suggestion=phrase("改写课程内容、课时和师资。"),
        ),
    )
