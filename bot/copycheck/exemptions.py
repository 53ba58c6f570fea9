"""Why a finding may be let pass: the exemptions of the enforcement guideline, negation, quotation, warnings.

Each exemption is a rule of its own. It looks at the words around a candidate and gives its reason, or
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.copycheck.circumstances import (
    FRAUD,
    NEWS_CATEGORIES,
    Site,
    about_people,
    beside,
    denied_after,
    in_clause,
    in_sentence,
    mentioned,
    negated,
    news,
    right_after,
    self_compared,
)
from bot.copycheck.rules import compiled
from bot.text.words import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Exemption:
    """A named exemption; ``categories`` it may speak for (empty: all)."""

    id: str
    reason: Phrase
    holds: Callable[[Site], bool]
    categories: frozenset[str] = frozenset()


def exempted(site: Site) -> Exemption | None:
    """The first exemption that lets the candidate pass, None when it stands."""
    if not site.rule.exempt:
        return None
    for one in exemptions():
        if (not one.categories or site.rule.category in one.categories) and one.holds(site):
            return one
    return None


def exemptions() -> tuple[Exemption, ...]:
    """All exemptions, in the order they are asked."""
    return _all()


# Rules about figures: with a report or the conditions of the test they are measured facts. Ranks are not.
_MEASURED: Final = frozenset(
    ("absolute.perfect", "absolute.measure", "absolute.lowest_price", "medical.rate", "health_food.free_from")
)


@lru_cache(maxsize=1)
def _all() -> tuple[Exemption, ...]:
    claims = frozenset(("absolute", "authority", "medical", "health_food", "price", "education"))
    absolute = frozenset(("absolute",))
    return (
        Exemption("warning", phrase("提醒防骗或辟谣"), in_sentence(FRAUD)),
        Exemption("mention", phrase("谈论用语本身或引用别人的话"), mentioned),
        Exemption("negation", phrase("否定的说法"), negated),
        Exemption(
            "named",
            phrase("说的是词语、名称或事物，不是商品宣传"),
            right_after(
                r"[”\"』」]?(?:一词|二字|两字|[三四五]个?字|这(?:个|一个?|[两三四]个|种|句)?(?:词|说法|字眼?|话|俗语|老话|概念)|的?(?:来历|出处|由来|含义|词源|"
                r"定义|谐音|读音|区别)|是[^,。]{0,6}?(?:术语|俗语|成语|概念|外号|名词|谚语|典故|骗局|违规|违法)|[和与跟][^,。]{1,6}的(?:区别|不同|"
                r"关系)|(?:互助|病友)?小组|门诊|讲座|食谱|协会|学会|基金会|病房|研究[所院会]|证券|账目|账册|单据|货架|管理办法|条例|训练营|摊位?|骗局|骗子|诈骗|网站|链接|短信|电话|软件"
                r"|区间|仓储中心|(?:路|街|巷|村|镇|桥|寺|庙|小区|大厦|大楼)(?=\d|[,。在口站旁]|的店))"
            ),
        ),
        Exemption("denied", phrase("提到后随即否认"), denied_after),
        Exemption(
            "disclaimer",
            phrase("提示语或风险提示"),
            in_clause(
                r"不能代替|不可代替|不能替代|不替代|遵医嘱|咨询医生|及时就医|请找(?:医生|牙医|大夫|专业)|请去医院"
                r"|请就医|请到医院|就诊|药师的?"
                r"提醒|医生的?提醒|投资有风险|过敏者慎用|孕妇慎用|慎用|说明书|急救|禁忌|不适请停用|不适宜"
                r"人群|注意事项|最好的食物"
            ),
            frozenset(("absolute", "medical", "health_food", "finance", "alcohol", "safety")),
        ),
        Exemption(
            "patients",
            phrase("病情、医疗或公共卫生消息，不是商品功效"),
            beside(
                r"患者|病例|确诊|出院|收治|救治|隔离|医护|重症|卫健委|疫情|病毒感染|疾控|接种|疫苗|(?<!不用)(?<!不必)(?<!无需)住院|"
                r"诊疗|手术室|院士|献血|血站|疾控|添衣|勤洗手|注意保暖|通风|急救|蚊虫叮咬|被虫咬|听医生|"
                r"门诊|急诊|战疫|抗疫"
            ),
            frozenset(("medical", "health_food", "absolute")),
        ),
        Exemption("news", phrase("新闻或公共事务，不是商品宣传"), news, NEWS_CATEGORIES),
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
                compiled(r"^[^,。]{0,2}最[大高低长短多少小早晚]$|最[大高低长短多少小]$").search(site.words) is not None
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
            "price_basis",
            phrase("写明了比价的依据"),
            in_sentence(r"成交(?:最低|价|记录)|实际成交|前\d+[日天]|近\d+[日天]|结算价|凭证|比价截图|公示价"),
            frozenset(("price",)),
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
                and compiled(r"比赛|球赛|运动会|联赛|拔河|接力|田径|竞赛|锦标赛|季军|亚军|决赛|马拉松|评比|辩论|歌唱|棋").search(site.sentence)
                is not None
                and compiled(r"品牌|销量|同款|市场|行业|全网|口碑").search(site.sentence) is None
            ),
            frozenset(("absolute",)),
        ),
        Exemption(
            "learning",
            phrase("学习或文史内容，不是商品宣传"),
            in_sentence(r"课本|教科书|课文|词典|字典|成语|接龙|造句|谜语|典故|歇后语|绕口令|百科|史书|珠穆朗玛|语文课|历史课|地理课|填空题|考古"),
            frozenset(("absolute", "authority", "medical", "health_food", "superstition", "finance")),
        ),
        Exemption(
            "approved",
            phrase("保健食品按批准的功能写"),
            lambda site: compiled(r"国食健[注字]g?\d|食健备g?\d|国产保健食品|蓝帽子").search(site.text) is not None,
            frozenset(("health_food",)),
        ),
        Exemption(
            "greeting",
            phrase("节日祝福，不是商品功效"),
            lambda site: (
                compiled(
                    r"祝(?!融)|愿(?:你|您|大家|各位|新|所有|每)|恭喜|恭贺|贺岁|拜年|新年|春节|除夕|过年|元宵|初["
                    r"一二三四五六]"
                ).search(site.sentence)
                is not None
                and compiled(
                    r"手[串链]|吊坠|摆件|项链|戒指|珠|符|佩戴|购|买|售|价|折|元|下单|神器|款|开光|就能|转运[^"
                    r",。]{0,3}(?:礼|品)"
                ).search(site.sentence)
                is None
            ),
            frozenset(("superstition", "health_food", "absolute")),
        ),
        Exemption(
            "not_for_sale",
            phrase("说的是事，不是商品功效"),
            lambda site: (
                compiled(
                    r"流程|机构|编制|系统|软件|安装包|内存|文件|预算|场地?|会议|品类|库存|代码|预算|钱包|包装"
                    r"|合同|表格|页面|数据|球场|供应链|APP|app|停产|库存不再"
                ).search(site.before[-8:] + site.after[:6])
                is not None
            ),
            frozenset(("health_food", "medical", "superstition")),
        ),
        Exemption(
            "real_claims",
            phrase("成分或材质的客观说明"),
            in_clause(r"面料成分|配料表|成分:|水洗标|含量:|充绒量"),
            claims,
        ),
    )
