"""What customers write, made up: thousands of different texts, as long as real complaints are (half of them under 45)."""

from __future__ import annotations

from typing import Final

_HAPPENED: Final = (
    "酸奶到货时两盒胀包，盖子一碰就喷出来。",
    "订单一周没有发货，页面写的是次日达。",
    "门店说活动已经结束，微博上写的是到月底。",
    "配送员把箱子放在太阳下面，牛奶是热的。",
    "退款申请了两次都被关闭，也没有说明理由。",
    "买的是无糖的，收到的是草莓味。",
    "纸箱湿透了，里面漏了三盒。",
    "抽奖中了却没有人联系我，昨天又换了名单。",
    "同一天下的单，同事便宜了十二块。",
    "生产日期是三个月前的，离到期只剩五天。",
    "吸管少了一半，孩子在学校没法喝。",
    "会员积分突然清零，等级也掉了。",
    "早上订的到晚上还没送，电话打不通。",
    "喝了以后一家三口都不舒服，不敢再给孩子喝。",
    "发票开错了抬头，改了三次还是错的。",
    "新包装拧不开，老人根本喝不了。",
    "赠品没有发，客服说送完为止，活动页没写。",
    "冰袋全化了，奶酪棒粘成一块。",
    "盒子里有一根头发，照片我留着。",
)
_SERVICE: Final = (
    "",
    "打了四次电话，每次都说三天内答复，到今天没有人联系我。",
    "客服让我拍照，拍了又说看不清，要我再拍。",
    "在线客服一直是机器人，转人工排到两百多号。",
    "",
    "门店让找厂家，厂家让找平台，平台让找门店。",
    "给我五块钱的券就想打发，我要的是一个说法。",
    "",
    "对方说会升级处理，然后工单就显示已完成了。",
    "小编回了一句私信您，私信了三天没有动静。",
    "说已经登记了，问编号又说没有编号。",
)
_WANTS: Final = (
    "",
    "请给一个明确的时间。",
    "要么退款，要么换新的，别再拖了。",
    "",
    "再不处理我就去投诉平台了。",
    "老顾客了，真的很失望。",
    "",
    "希望你们能把这件事当回事。",
    "我只想知道还能不能喝，给句准话就行。",
    "建议你们自己下一单试试，从付款到签收，看看要等多少天、打多少个电话、转多少个部门。",
    "",
    "别再让我重复说一遍了。",
    "等你们回复。",
)
_NAMES: Final = (
    "小满",
    "阿远",
    "山里来的",
    "豆豆妈",
    "老周",
    "一只柚子",
    "南门",
    "秋天的信",
    "大白",
    "不吃香菜",
    "青禾",
)


def words(number: int) -> str:
    """The words of the complaint with this number."""
    said = (
        _HAPPENED[number % len(_HAPPENED)]
        + _SERVICE[number // 3 % len(_SERVICE)]
        + _WANTS[number // 7 % len(_WANTS)]
        + (f"单号尾数{number % 9_973}。" if number % 5 == 0 else "")
    )
    # One in twenty has more to say.
    return said + words(number // 20 + 1) if number % 20 == 3 else said


def customer(number: int) -> str:
    """A customer's name on Weibo; one in ten comes back."""
    return f"{_NAMES[number % len(_NAMES)]}{number - number % 10 if number % 10 == 1 else number}"
