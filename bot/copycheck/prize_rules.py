"""Prize draws: what is won, how many win, when, drawn with what, and how much a prize may be worth."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bot.copycheck.draft import Draft
from bot.copycheck.model import Finding
from bot.copycheck.report import finding
from bot.copycheck.rules import Rule, compiled
from bot.text.words import phrase

_N: Final = r"(?:\d+|[一二两三四五六七八九十百千几]+)"
_DRAW: Final = (
    rf"(?:转发|转评|关注|评论|留言|点赞|互动|集赞|参与|转赞评|带话题|晒图|投稿|猜|答对|扫码)[^。\n]{{0,24}}?(?:抽(?!组|调|屉|纸|检|样|空|血|烟|水|湿|油)|赢(?!得了|了|得时间|得尊重|得掌声|够|得赞|得世界)|揪|送出|有机会(?:获|得|赢|拿)|即送|就送|(?<!转发)送(?={_N}[^,。]|大奖|豪礼|好礼|惊喜|礼品|奖品))"
    rf"|抽(?:取|出|送|选)?[^,。!\n屉纸检样空血烟水湿油查组调]{{0,6}}?{_N}(?:位|名|个|人|份|只)|揪{_N}|抽奖|有奖(?:转发|竞猜|问答|互动|征集|活动|评论|投票)|(?:抽|送)(?:出)?(?:锦鲤|幸运儿|欧皇)|开奖|幸运(?:大)?抽奖|(?:转发|评论)(?:即|就|可|都)(?:有|能)?(?:送|赢|得)(?:大奖|好礼)?|(?:转发|评论)(?:赢|得(?=大奖|好礼)|送(?=大奖|好礼|豪礼|\d))|抽(?:一|1)(?:位|名|个)"
)
# A draw always holds one of these: looked for first, because most drafts are no draws.
_HINTS: Final = ("抽", "揪", "赢", "送", "奖", "有机会")
_NOT_A_DRAW: Final = (
    r"恭喜@|对本次抽奖进行监督|抽奖详情|抽中试卷|(?:中奖|获奖|抽奖|幸运)名单|名单(?:已|公|见)|恭喜[^。]{0,12}(?:中奖|获得|抽中)|中奖"
    r"公[布示]|获奖公[布示]|已(?:经)?开奖|活动已结束|抽奖(?:已|活动已)结束|谨防|诈骗|冒充|假冒|骗|不抽奖|"
    r"没有抽奖|从不抽奖|不会(?:以|用|通过)[^。]{0,6}抽奖|抽奖结果|领奖(?:提醒|截止)|奖品(?:已|正在)?(?:寄"
    r"出|发出|陆续)|车牌摇号|抽签|摇号"
)
_VAGUE: Final = r"大奖|豪礼|惊喜|神秘|好礼|福利|壕礼|礼物|礼品|奖品|什么|保密|先不|猜|不说|暂不|待揭晓|敬请|你懂|好东西|多多|丰厚|大礼|好物|红包(?!\d|[一二三五十])|一份|若干|精美"
_PRIZE: Final = (
    rf"(?:送出|赠送|送|赠|奖品为?:?|奖励|奖|礼品:|赢取?|各得|各送|各赠|获得|获|得|领取?|抽|揪|拿走?)(?:出|上|予|给|您|你|ta|TA|{_N}(?:位|名|个|人|只)?[^,。!\n]{{0,6}}?|的?(?:粉丝|用户|朋友|宝宝|幸运儿?|小伙伴|锦鲤)|每人|各|一|,|送|赠|到手)*?(?!{_VAGUE})(?:[^,。!\n]{{0,14}}?)(?:{_N}(?:份|个|件|双|只|张|套|台|盒|瓶|部|支|条|册|幅|元|块|箱|袋|枚|晚|杯|本|包|组|把|顶|罐|g|斤|次|升|ml|桶|盏|床|对|提|颗|辆|间|天)|代金券|优惠券|礼盒|礼包\w|周边|抱枕|手机|耳机|门票|体验券|免单|围巾|帆布袋|杯子?|T恤|红包\d|现金|帆布包|玩偶|手账|月饼|年卡|会员|试用装|正装|小样|套装)"
    rf"|每人{_N}(?:册|本|件|双|只|张|套|台|盒|瓶|部|支|条|箱|袋|枚|杯|把|罐)(?![^,。]{{0,4}}(?:惊喜|神秘|好礼))"
    rf"|奖品(?:为|是|:|有)(?!{_VAGUE})[\u4e00-\u9fffa-z0-9]{{2,}}|(?:送|赠|赢|各得)(?!{_VAGUE}|货|达|餐|完|外卖|给|你|您|出|上|{_N}[位名个])[\u4e00-\u9fffa-z0-9]{{2,8}}|{_N}元(?:现金|红包|代金券|优惠券|无门槛)"
)
_COUNT: Final = rf"{_N}\s?(?:位|名|个|人|组|家|对)(?!月|小时|工作日|话题|字|好友)|{_N}只(?:粉丝|幸运|小可爱|欧皇|锦鲤)|(?:抽|揪|送)(?:取|出)?{_N}(?:份|只|套|张|件|台|盒)|共{_N}(?:份|名|套|张|件|册|本|个|只|盒|瓶|支|台)|{_N}份|前{_N}|每(?:天|日|周)(?:抽|送)?{_N}|人人|全员|每人|所有(?:参与|转发)"
_TIME: Final = rf"\d{{1,2}}月\d{{1,2}}|\d{{1,2}}[./-]\d{{1,2}}(?!%|元|折)|\d{{1,2}}[日号]|\d{{1,2}}[点:]\d{{0,2}}|[今明后]天|[今明]晚|[今明后]日|周[一二三四五六日天末]|下周|星期|{_N}(?:天|小时|日)(?:后|内)|截止|截至|中秋|国庆|元旦|除夕|元宵|七夕|双11|月底|零点|{_N}点"
_TOOL: Final = r"微博抽奖(?:平台|工具)?|抽奖平台|官方抽奖|微博官方|抽奖详情|公证|抽奖小程序|小程序(?:内)?抽奖|直播间"
_CHANGED: Final = (
    r"(?:奖品|奖项|中奖|抽奖|开奖)[^。!?]{0,12}?(?:有变|变更|更换|更改|改[成为]|换[成为]|调整为|降为|缩水|作废|取消(?!资格)|不再兑|延后不定)|"
    r"原定的?[^。!?]{0,8}?(?:奖|礼)[^。!?]{0,10}?(?:改|换|取消)"
)
_NOT_CHANGED: Final = r"不会(?:变|改)|不变|未变|不作更改|如有变更|自动取消|视为|逾期|放弃"
_AMOUNT: Final = re.compile(r"(?P<x>(?P<n>\d+(?:\.\d+)?)(?P<wan>万)?(?:元|块|rmb|人民币|现金|大奖|奖金|红包))")
_CHINESE_WAN: Final = re.compile(
    r"(?:[六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]?百|千|百|数十|几十)"
    r"万(?:元|块|现金|大奖|奖金|红包)"
)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules about draws."""
    return (
        Rule(
            "prize.what",
            "prize",
            "proof",
            "promo13",
            phrase("需举证：抽奖没有写明奖品是什么、值多少。"),
            phrase("写明奖品名称、规格和价值。"),
        ),
        Rule(
            "prize.count",
            "prize",
            "proof",
            "promo13",
            phrase("需举证：抽奖没有写明抽几位。"),
            phrase("写明中奖人数，例如“抽 5 位”。"),
        ),
        Rule(
            "prize.when",
            "prize",
            "proof",
            "promo13",
            phrase("需举证：抽奖没有写明什么时候开奖。"),
            phrase("写明开奖日期和时间。"),
        ),
        Rule(
            "prize.tool",
            "prize",
            "proof",
            "weibo-prize",
            phrase("需举证：抽奖没有 @微博抽奖平台，粉丝无法核对。"),
            phrase("加上 @微博抽奖平台。"),
        ),
        Rule(
            "prize.limit",
            "prize",
            "block",
            "unfair11",
            phrase("不可发布：抽奖式促销的最高奖不能超过五万元。"),
            phrase("换成五万元以内的奖品。"),
        ),
        Rule(
            "prize.everyone",
            "prize",
            "proof",
            "promo13",
            phrase("需举证：“百分百中奖”要与真实的中奖概率一致。"),
            phrase("写明各奖项的数量和概率。"),
        ),
        Rule(
            "prize.changed",
            "prize",
            "proof",
            "unfair11",
            phrase("需举证：抽奖开始以后，奖品和规则不能随意更改。"),
            phrase("照原来公布的奖品和规则兑现，或先请法务看过。"),
        ),
        Rule(
            "prize.interpretation",
            "prize",
            "style",
            "promo13",
            phrase("提示：“最终解释权”不能免除商家的责任，删掉更好。"),
            phrase("改为“活动规则见链接”。"),
        ),
    )


def findings(draft: Draft) -> list[Finding]:
    """What is missing in a draw, if the draft announces one."""
    text = draft.tight
    *_, limit, everyone, changed, interpretation = rules()
    found = []
    if "解释权" in text:
        owned = compiled(r"最终解释权(?:归[^,。!]{1,12}所有)?").finditer(text)
        found = [finding(draft, interpretation, *m.span()) for m in owned]
    if "奖" in text and compiled(_CHANGED).search(text) and compiled(_NOT_CHANGED).search(text) is None:
        found.append(finding(draft, changed, 0, 0))
    if draft.kind != "lottery" and not any(word in text for word in _HINTS):
        return found
    drawn = compiled(_DRAW).search(text) is not None or draft.kind == "lottery"
    if not drawn or compiled(_NOT_A_DRAW).search(text):
        return found
    # A post that is cut off cannot be told what it lacks.
    cut = text.rstrip().endswith("展开全文")
    if not cut:
        found.extend(_missing(draft))
    found.extend(finding(draft, limit, a, b) for a, b in _too_much(text, draft.context.prize_limit))
    certain = r"(?:100%|百分之?百|必|包|人人|全员|稳)(?:中奖|有奖|中)(?!率)|中奖率(?:高?达)?(?:100%|百分之?百)"
    found.extend(finding(draft, everyone, *m.span()) for m in compiled(certain).finditer(text))
    return found


def _missing(draft: Draft) -> list[Finding]:
    text = draft.tight
    what, count, when, tool, *_ = rules()
    found = []
    if not _names_a_prize(text):
        found.append(finding(draft, what, 0, 0))
    if not compiled(_COUNT).search(text):
        found.append(finding(draft, count, 0, 0))
    if not compiled(_TIME).search(text):
        found.append(finding(draft, when, 0, 0))
    named = draft.context.draw_account.lstrip("@").casefold() in text
    if not named and not compiled(_TOOL).search(text):
        found.append(finding(draft, tool, 0, 0))
    return found


def _names_a_prize(text: str) -> bool:
    hidden = compiled(r"奖品?(?:品|项)?[^,。!]{0,3}(?:保密|神秘|先不|不说|暂不|待揭|惊喜|你猜|猜猜|自己猜)").search(
        text
    )
    return hidden is None and compiled(_PRIZE).search(text) is not None


def _too_much(text: str, limit: int) -> list[tuple[int, int]]:
    spans = []
    for match in _AMOUNT.finditer(text):
        yuan = float(match["n"]) * (10_000 if match["wan"] else 1)
        if yuan > limit:
            spans.append(match.span("x"))
    spans.extend(m.span() for m in _CHINESE_WAN.finditer(text))
    return spans
