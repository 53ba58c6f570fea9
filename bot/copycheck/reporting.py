"""News: a text that reports public affairs, an epidemic, or what others have built or found, makes no claims about goods."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from bot.copycheck.circumstances import Site
from bot.copycheck.rules import compiled

_NEWS: Final = (
    r"(?:央视|总台|本台|本报)?记者|新华社(?!推荐|力荐)|央视(?:新闻|网|频|boys)|总台|据[^,。]{1,14}(?:报道"
    r"|通报|消息|介绍)|当地时间|发言人|习近平|总书记|李克强|国务院|#两会#|人大(?:会议|代表|常委)|政协|外"
    r"交部|警方|民警|辅警|公安局|消防(?:员|救援|队)|法院|检察院|逝世|去世|牺牲|殉职|遇难|送别|驰援|援鄂|"
    r"联防联控|部长|省委|中国航天|升空|发射任务|载人飞船|珠峰|锦标赛|世预赛|短道速滑|女排|气象台|寒潮|地"
    r"震台|震中|总统|首相|议员|球员|球门|主场|客场|夺金|联大|外长|微博视频|微博直播"
)
_EPIDEMIC: Final = r"新冠|疫情|肺炎|卫健委|医疗队|方舱|世卫|疾控|核酸|确诊|病例|援鄂|战疫|抗疫|临床试验结果|新药研发"
_SELLS: Final = (
    r"购买|选购|下单|抢购|囤|本品|新品|上新|礼盒|我们的产品|我家|本店|包邮|优惠|到手价|折(?!射|返|腾|叠)|元/|现货|一盒|一瓶|喝它|吃它|同款|旗舰店|代购|"
    r"增强免疫|提高免疫|提升免疫"
)
NEWS_CATEGORIES: Final = frozenset(
    (
        "absolute",
        "medical",
        "health_food",
        "finance",
        "education",
        "superstition",
        "price",
        "authority",
        "realestate",
        "safety",
        "alcohol",
    )
)
_NEWS_SHORTEST: Final = 30


def news(site: Site) -> bool:
    """The text reports public affairs. Borrowing the state's name for goods is never let pass as news."""
    if site.rule.id in ("authority.state", "authority.flag", "authority.trademark") or len(site.text) < _NEWS_SHORTEST:
        return False
    return _reports(site.text) or (site.rule.category in _TOLD and _tells(site.text))


@lru_cache(maxsize=8)
def _reports(text: str) -> bool:
    if compiled(_NEWS).search(text) is not None:
        return True
    # Of an epidemic everybody speaks, sellers too: who sells does not report.
    return compiled(_EPIDEMIC).search(text) is not None and compiled(_SELLS).search(text) is None


# A report tells what a third party did: a headline, and when it was or who says so …
_HEADLINE: Final = r"【[^】]{6,}】"
_TOLD_SO: Final = (
    r"近日|昨[天日]|日前|今[天日](?:上午|下午|凌晨|起)?,|今[天日]的?今天|年的今天|\d{1,2}日(?:上午|下午|凌晨|晚)?,|据(?:了解|介绍|悉)|(?:调查|研究|数据)[^,。]{0,2}显示|据统计|专家"
    r"表示|宣布|标志着|网友:|传来好消息|教授(?:提出|介绍|说)|院士:|工程师[^,。]{0,4}介绍|春晚|感动中国|生死"
)
# … and a subject that nobody sells.
_PUBLIC: Final = (
    r"研究院|研究所|科研|科学家|临床中心|医学专家|流行病|总工程师|航天|火箭|卫星|无人直升机|战机|运输机|航母|集装箱|港区?\d|泊位|大桥|隧道|水电站|高铁|"
    r"铁路|望远镜|天眼|国家公园|隔离人员|康复驿站|感染|伦理审查|市民[^,。]{2,4}生|医务人员|文物|石窟|动画大师|故宫|"
    r"世界[^,。#]{1,4}日|青少年|中央指导组|复工复产|栖息地|坚守岗位|考古|科考|极地|奥运会"
)
# Where anything is offered, or a kind of goods is named at all, it is no report: the rule must not be a way round the check.
_OFFERS: Final = (
    r"\d元|元/|¥|到手|下单|购|开抢|抢先|入手|囤|买|卖|上新|新品|礼盒|我们的?(?:家|店|品牌|公司|产品|推出|研发|团队|工厂)|我家|本店|我司|咱|本品|这款|"
    r"旗舰店|专柜|直播间|优惠|包邮|预[订约售]|咨询|私信|扫码|同款|代言|体验|欢迎|试[用喝吃驾]|品牌|门店|上市|亮相|首发|"
    r"按摩|面膜|精华|口服液|保健|养生|茶|酒|奶|饮料|零食|(?<!临)床|枕|鞋|衣|手机|耳机|冰箱|空调|洗衣|净水|汽车|轿车|suv|新车|楼盘|课程|理财|化妆|护肤|牙膏|内衣|"
    r"家具|沙发|厨|锅|咖啡|餐厅|酒店|景区|门票|面霜|防晒|奶粉|食品|营养|贴膏|神器|手表|家电"
)
_TOLD: Final = frozenset(("absolute", "medical", "health_food", "authority"))


@lru_cache(maxsize=8)
def _tells(text: str) -> bool:
    return (
        compiled(_HEADLINE).search(text) is not None
        and compiled(_TOLD_SO).search(text) is not None
        and compiled(_PUBLIC).search(text) is not None
        and compiled(_OFFERS).search(text) is None
    )
