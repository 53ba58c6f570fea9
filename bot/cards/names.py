"""What states, categories and places are called: the one place, for cards and refusals alike."""

from __future__ import annotations

from bot.text.words import Phrase, phrase


def complaint_state(state: str) -> Phrase:
    """What a complaint's state is called."""
    return {
        "new": phrase("待认领"),
        "claimed": phrase("处理中"),
        "handed_over": phrase("转交中"),
        "waiting_customer": phrase("等待顾客"),
        "replied": phrase("已回复"),
        "resolved": phrase("已办结"),
        "closed": phrase("已关闭"),
        "reopened": phrase("重新打开"),
        "merged": phrase("已并入"),
    }[state]


def complaint_place(place: str) -> Phrase:
    """Where the customer spoke."""
    return {
        "comment": phrase("评论"),
        "mention": phrase("@我们"),
        "private": phrase("私信"),
        "other": phrase("其他"),
    }[place]


def complaint_severity(key: str) -> Phrase:
    """How severe it is."""
    return phrase("P0") if key == "P0" else phrase("普通")


def complaint_category(key: str) -> Phrase:
    """What a category is called; an imported category that is none of ours is its own name."""
    names = {
        "quality": phrase("商品质量"),
        "delivery": phrase("配送物流"),
        "refund": phrase("退换与赔付"),
        "service": phrase("服务态度"),
        "price": phrase("价格"),
        "campaign": phrase("活动与优惠"),
        "other": phrase("其他"),
    }
    return names.get(key) or phrase("{name}", name=key)


def complaint_verdict(key: str) -> Phrase:
    """What was found out about a complaint."""
    return {
        "confirmed": phrase("属实"),
        "partly": phrase("部分属实"),
        "not_confirmed": phrase("不属实"),
        "confused": phrase("新顾客误会"),
        "duplicate": phrase("重复投诉"),
        "unreachable": phrase("联系不上"),
    }[key]


def complaint_fact(name: str) -> Phrase:
    """What a field of the fact sheet is called."""
    return {
        "customer_says": phrase("顾客诉求"),
        "our_record": phrase("我方记录"),
        "evidence": phrase("证据"),
        "verdict": phrase("核实结论"),
        "remedy": phrase("处理措施"),
    }[name]


def campaign_state(state: str) -> Phrase:
    """What a campaign notice's state is called."""
    return {
        "submitted": phrase("待受理"),
        "returned": phrase("已退回"),
        "accepted": phrase("已受理"),
        "running": phrase("进行中"),
        "ended": phrase("已结束"),
        "reviewed": phrase("已复盘"),
        "cancelled": phrase("已取消"),
    }[state]


def campaign_ask(ask: str) -> Phrase:
    """What is asked of the Weibo team."""
    return {
        "teaser": phrase("预告"),
        "repost": phrase("有奖转发"),
        "photo": phrase("随手拍"),
        "topic": phrase("话题"),
        "live": phrase("直播"),
        "questions": phrase("答疑"),
    }[ask]


def plan_ask(ask: str) -> Phrase:
    """What a row of a campaign's posting plan is called."""
    return {
        "teaser": phrase("预告"),
        "repost": phrase("有奖转发"),
        "reminder": phrase("活动提醒"),
        "launch": phrase("活动开始"),
        "midway": phrase("活动过半"),
        "last_call": phrase("最后一天"),
        "winners": phrase("公布中奖"),
    }[ask]


def campaign_field(field: str) -> Phrase:
    """What a field of the notice is called, in its form and in what is told of its changes."""
    return {
        "title": phrase("活动名称"),
        "department": phrase("部门"),
        "promotion": phrase("宣传从哪天开始"),
        "first_day": phrase("活动第一天"),
        "last_day": phrase("活动最后一天"),
        "what": phrase("活动内容"),
        "asks": phrase("需要官微做什么"),
        "where": phrase("在哪里（渠道、门店）"),
        "audience": phrase("面向谁"),
        "offer": phrase("优惠"),
        "codes": phrase("优惠码"),
        "budget": phrase("预算（元）"),
        "prizes": phrase("奖品"),
        "questions": phrase("顾客会问什么"),
        "links": phrase("素材链接"),
        "leaders": phrase("请哪些领导参与"),
    }[field]


def campaign_light(light: str) -> Phrase:
    """What the lead time's light says."""
    return {"in_time": phrase("及时"), "late": phrase("偏晚"), "urgent": phrase("紧急")}[light]


def draft_state(state: str) -> Phrase:
    """What a draft's state is called."""
    return {
        "in_review": phrase("待审"),
        "changes_requested": phrase("待修改"),
        "approved": phrase("已通过"),
        "scheduled": phrase("已排期"),
        "published": phrase("已发布"),
        "on_hold": phrase("已暂停"),
        "rejected": phrase("已否决"),
        "withdrawn": phrase("已撤回"),
    }[state]


def draft_risk(risk: str) -> Phrase:
    """Why a draft needs legal."""
    return {
        "lottery": phrase("抽奖"),
        "health": phrase("健康功效"),
        "food": phrase("食品宣称"),
        "crisis": phrase("危机回应"),
    }[risk]


def slot_state(state: str) -> Phrase:
    """What a slot's state is called on the day's line."""
    return {
        "planned": phrase("待写"),
        "held": phrase("待审"),
        "filled": phrase("待发"),
        "published": phrase("✓"),
        "missed": phrase("未确认"),
        "dropped": phrase("已取消"),
    }[state]


def draft_kind(kind: str) -> Phrase:
    """What a kind of draft is called."""
    return {
        "promotion": phrase("促销"),
        "brand": phrase("品牌"),
        "lottery": phrase("抽奖"),
        "information": phrase("资讯"),
        "reply": phrase("回应"),
        "crisis": phrase("危机"),
    }[kind]


def finding_level(level: str) -> Phrase:
    """What a finding's level is called."""
    return {"block": phrase("不可发布"), "proof": phrase("需举证"), "style": phrase("提示")}[level]
