"""Why a finding may be let pass: the exemptions of the enforcement guideline, negation, quotation, warnings.

Each exemption is a rule of its own. It looks at the words around a candidate and gives its reason, or
nothing.
"""

from __future__ import annotations

from functools import lru_cache

from bot.copycheck.circumstances import (
    FRAUD,
    Site,
    beside,
    denied_after,
    in_clause,
    in_sentence,
    mentioned,
    negated,
    right_after,
)
from bot.copycheck.exemption import Exemption
from bot.copycheck.guideline import guideline_exemptions
from bot.copycheck.reporting import NEWS_CATEGORIES, news
from bot.copycheck.rules import compiled
from bot.text.words import phrase


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


@lru_cache(maxsize=1)
def _all() -> tuple[Exemption, ...]:
    claims = frozenset(("absolute", "authority", "medical", "health_food", "price", "education"))
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
                r"诊疗|手术室|院士(?!推荐|力荐|团队|研|监制|代言|背书|同款|都|亲)|献血|血站|疾控|添衣|勤洗手|注意保暖|通风|急救|蚊虫叮咬|被虫咬|听医生|"
                r"门诊|急诊|战疫|抗疫"
            ),
            frozenset(("medical", "health_food", "absolute")),
        ),
        Exemption("news", phrase("新闻或公共事务，不是商品宣传"), news, NEWS_CATEGORIES),
        *guideline_exemptions(),
        Exemption(
            "price_basis",
            phrase("写明了比价的依据"),
            in_sentence(r"成交(?:最低|价|记录)|实际成交|前\d+[日天]|近\d+[日天]|结算价|凭证|比价截图|公示价"),
            frozenset(("price",)),
        ),
        Exemption(
            "learning",
            phrase("学习或文史内容，不是商品宣传"),
            in_sentence(
                r"课本|教科书|课文|词典|字典|成语|接龙|造句|谜语|典故|歇后语|绕口令|百科|史书|珠穆朗玛|语文课|历史课|地理课|填空题|考古"
            ),
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
            lambda site: (
                compiled(r"100%|百分|纯").search(site.words) is not None
                and compiled(r"(?:面料|材质|填充物)成分|配料表|水洗标|含量|充绒量").search(site.clause) is not None
            ),
            claims,
        ),
    )
