"""The exemptions of the enforcement guideline for absolute claims: own goods compared, attitude, goals, tips, order, records.

Guideline of 2023-02-25, articles 5 and 6; each is a rule of its own with its reason.
"""

from __future__ import annotations

from typing import Final

from bot.copycheck.circumstances import about_people, in_clause, in_sentence, right_after, self_compared
from bot.copycheck.exemption import Exemption
from bot.copycheck.rules import compiled
from bot.text.words import phrase

# Rules about figures: with a report or the conditions of the test they are measured facts. Ranks are not.
_MEASURED: Final = frozenset(
    ("absolute.perfect", "absolute.measure", "absolute.lowest_price", "medical.rate", "health_food.free_from")
)
_ABSOLUTE: Final = frozenset(("absolute",))
_SCOPE: Final = r"全[国球网省市城场]|同[级类行价]|业[内界]|行业|世界|史上|市面"


def guideline_exemptions() -> tuple[Exemption, ...]:
    """Those exemptions, in the order they are asked."""
    absolute = _ABSOLUTE
    return (
        Exemption("people", phrase("说的是人，不是商品"), about_people, absolute),
        Exemption("own", phrase("同品牌自我比较"), self_compared, absolute),
        Exemption(
            "attitude",
            phrase("服务态度或企业文化"),
            in_clause(
                r"最大(?:的)?(?:努力|诚意|限度|程度|热情)|竭尽|尽(?:最大|全力)|诚意|真诚|衷心|守则|宗旨|"
                r"信条|理念|态度|承诺做到|用心|价值观|座右铭|企业文化|初心|服务顾客|为您服务|敬意|祝福|感"
                r"谢|致谢|感恩|抱歉|道歉|歉意|责任|耐心|关爱|祝愿|陪伴"
            ),
            absolute,
        ),
        Exemption(
            "goal",
            phrase("目标追求，不是对现状的断言"),
            in_sentence(r"^[^。!?]{0,10}(?:目标|愿景|规划|计划)[是:]"),
            absolute,
        ),
        Exemption(
            "goal",
            phrase("目标追求，不是对现状的断言"),
            in_clause(
                r"目标|力争|争取(?!名额)|努力(?:做到|成为|让|把|打造|向)|追求|立志|致力于|朝着|愿景|希望(?:成为|"
                r"能|做)|梦想|期待成为|想成为|想做(?!到)|奋斗|向着"
            ),
            absolute,
        ),
        Exemption(
            "tips",
            phrase("使用、保存或游览提示"),
            right_after(
                r"(?:的)?(?:赏味|食用|饮用|观赏|观看|观景|观测|使用|品尝|品鉴|冲泡|拍摄|拍照|保存|保质|储"
                r"存|适用|更换|浇水|入园|出发|游览|到访|时间|时段|时机|时期|温度|状态|期限|位置|视角|机位"
                r"|距离|比例|湿度|档位|搭配方式)"
            ),
            absolute,
        ),
        Exemption(
            "limit",
            phrase("规则里的上限、下限或客观参数"),
            lambda site: (
                compiled(r"最[大高低长短多少小早晚]$").search(site.words) is not None
                and compiled(_SCOPE).search(site.words) is None
                and compiled(
                    r"[^,。;]{0,10}(?:不超过|不高于|不低于|限额|上限|额度|偿付|补贴|可减|可抵|可领|立减|可享|"
                    r"可退|可达|承重|载重|容纳|容量|功率|电流|电压|消费|温度|气温|时速|尺寸|风力|时长|保额|赔"
                    r"付|限高|限重|\d)"
                ).match(site.text, site.end)
                is not None
            ),
            absolute,
        ),
        Exemption(
            "cited",
            phrase("客观记录，写明了时间和范围"),
            in_clause(
                r"(?:为|创|达)?(?:本|今|去|上)(?:年度?|月|季度?|周|赛季)(?:单日|以来|同期)?|创(?:下)?(?:历史)?新"
                r"高|单日|同比|环比|截至|以来(?!最)|客流|人次|气温|降雨|水位|股价|指数"
            ),
            frozenset(("absolute",)),
        ),
        Exemption(
            "measured",
            phrase("有条件和出处的实测数据"),
            lambda site: (
                (site.rule.id in _MEASURED or "最低" in site.words)
                and compiled(
                    r"报告(?:编号|号|见)|检测报告|测试条件|实验室|实测条件|环境舱|m3舱|℃|工况|样本量?|n=\d|成交最低|实际成交|出厂检验|以实际为准"
                ).search(site.sentence)
                is not None
            ),
        ),
        Exemption(
            "standard",
            phrase("国家标准规定的等级或依规定授予的称号"),
            in_clause(
                r"国家(?:级|一级|二级)[^,。]{0,4}(?:自然保护区|非物质|非遗|风景名胜|森林公园|湿地|旅游度"
                r"假|文物|实验室|重点|保护|专精特新|高新|开发区|新区|地质公园|示范|博物馆|工程|中心|称号|"
                r"名单|运动员|裁判|教练|演员|品酒师|茶艺师|技能|高新技术|期刊|课题|项目|赛事|贫困|大师)|["
                r"1一]级能效|特级初榨|特级教师|特级(?:厨师|绿茶|乌龙|咖啡)|GB|执行标准|省级"
            ),
            frozenset(("absolute", "authority")),
        ),
        Exemption(
            "order",
            phrase("时间或顺序"),
            in_sentence(r"首[家间个款批](?:门店|店|店铺|工厂|书店|餐厅)?[^。]{0,12}(?:\d{2,4}年|那年|那是|开在|诞生)"),
            absolute,
        ),
        Exemption(
            "contest",
            phrase("比赛的名次，不是商品宣传"),
            lambda site: (
                compiled(r"第[一1]|冠军|夺冠|最佳").search(site.words) is not None
                and compiled(
                    r"比赛|球赛|运动会|联赛|拔河|接力|田径|竞赛|锦标赛|季军|亚军|决赛|马拉松|评比|辩论|歌唱|棋"
                ).search(site.sentence)
                is not None
                and compiled(r"品牌|销量|同款|市场(?!部)|行业|全网|口碑").search(site.sentence) is None
            ),
            frozenset(("absolute",)),
        ),
    )
