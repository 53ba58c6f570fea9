"""Health claims of food and daily goods by form: immunity, sleep, slimming, growth, mother's milk, "free
from".
"""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase


def families() -> tuple[Family, ...]:
    """The families of health claims."""
    return (
        family(
            "health_food.function",
            "block",
            "ad18",
            phrase("不可发布：食品、普通商品不能说保健功能；保健食品只能照批准的内容说。"),
            suggestion=phrase("改写营养成分表上的含量。"),
            unless=r"睡眠不足|熬夜|接种|锻炼身体|体育|运动会|请(?:及时|尽快)|注意(?:保暖|休息)",
        ),
        family(
            "health_food.slim",
            "block",
            "ad18",
            phrase("不可发布：减肥、瘦身功效不能用在普通商品上，也不能保证结果。"),
            suggestion=phrase("改写热量、配料等事实。"),
        ),
        family(
            "health_food.grow",
            "block",
            "ad18",
            phrase("不可发布：增高、补脑等功效不能用在普通商品上。"),
        ),
        family(
            "health_food.breast_milk",
            "block",
            "ad20",
            phrase("不可发布：婴儿食品不能说可以替代母乳，也不能与母乳相比。"),
            suggestion=phrase("可写“母乳是婴儿最好的食物”，并提示遵医嘱。"),
        ),
        family(
            "health_food.youth",
            "block",
            "ad18",
            phrase("不可发布：“抗衰老”“逆龄”“延年益寿”是保健或医疗功效。"),
        ),
        family(
            "health_food.eat_healthy",
            "block",
            "ad18",
            phrase("不可发布：暗示吃了就健康、不生病，属于保健功能宣传。"),
        ),
        family(
            "health_food.free_from",
            "proof",
            "gb7718",
            phrase("需举证：“零添加”“纯天然”要有检测报告；2027 年 3 月起标签上不能用“零添加”。"),
            suggestion=phrase("改成照抄配料表，例如“配料：生牛乳”。"),
            unless=r"检测报告|报告编号|执行标准|证书编号",
        ),
        family(
            "health_food.hint",
            "style",
            "ad18",
            phrase("提示：容易让人理解为保健功能。"),
            suggestion=phrase("改写成分、口感等事实。"),
        ),
    )
