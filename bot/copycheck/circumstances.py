"""The circumstances of a candidate: what stands around it that may make it innocent."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.copycheck.rules import Rule, compiled

_FARTHEST: Final = 200
_SENTENCE_ENDS: Final = frozenset("。!?\n")
_CLAUSE_ENDS: Final = frozenset("。!?\n,;:")


@lru_cache(maxsize=8)
def _ends(text: str, ends: frozenset[str]) -> Sequence[int]:
    return [place for place, char in enumerate(text) if char in ends]


@dataclass(frozen=True, slots=True)
class Site:
    """A candidate where it stands: the tight text, its span, its rule, and the sentence and clause around
    it.
    """

    text: str
    start: int
    end: int
    rule: Rule

    def around(self, ends: frozenset[str]) -> tuple[int, int]:
        """The bounds of the stretch without any of ``ends``, not counting those inside the candidate."""
        places = _ends(self.text, ends)
        before, after = bisect_left(places, self.start), bisect_left(places, self.end)
        first = places[before - 1] + 1 if before else 0
        last = places[after] if after < len(places) else len(self.text)
        # Nobody reads further than this for one word, and a draft without full stops must not cost more.
        return max(first, self.start - _FARTHEST), min(last, self.end + _FARTHEST)

    @property
    def words(self) -> str:
        """The candidate itself."""
        return self.text[self.start : self.end]

    @property
    def clause(self) -> str:
        """From one mark that divides clauses to the next, the candidate in between."""
        first, last = self.around(_CLAUSE_ENDS)
        return self.text[first:last]

    @property
    def sentence(self) -> str:
        """From one full stop to the next, the candidate in between."""
        first, last = self.around(_SENTENCE_ENDS)
        return self.text[first:last]

    @property
    def before(self) -> str:
        """The candidate's own clause up to it."""
        return self.text[self.around(_CLAUSE_ENDS)[0] : self.start]

    @property
    def after(self) -> str:
        """The candidate's own clause behind it."""
        return self.text[self.end : self.around(_CLAUSE_ENDS)[1]]


def in_clause(pattern: str) -> Callable[[Site], bool]:
    """Whether the pattern is in the candidate's clause."""
    return lambda site: compiled(pattern).search(site.clause) is not None


def in_sentence(pattern: str) -> Callable[[Site], bool]:
    """Whether the pattern is in the candidate's sentence."""
    return lambda site: compiled(pattern).search(site.sentence) is not None


def beside(pattern: str) -> Callable[[Site], bool]:
    """As `in_sentence`, but not within the candidate itself (鼻炎患者的救星 is no report about patients)."""

    def holds(site: Site) -> bool:
        first, last = site.around(_SENTENCE_ENDS)
        around = f"{site.text[first : site.start]} {site.text[site.end : last]}"
        return compiled(pattern).search(around) is not None

    return holds


def right_after(pattern: str) -> Callable[[Site], bool]:
    """Whether what follows the candidate at once begins with the pattern."""
    return lambda site: compiled(pattern).match(site.text, site.end) is not None


_NEGATION_REACHES: Final = 8
_NOT: Final = (
    r"(?<!从)(?<!并)(?<!要)(?<!差)(?<!毫)(?<!是)(?:不(?!像|仅|但|愧|只|光|止|得不|错|用说|要错|可错|容错|管|同于|论"
    r"|断|怕|到|负(?!责)|输|少|变|想|要再|费|花|吃|节|打|限|必|是吗|是吹|是梦|信你|买|看|抢|用|需|运动|赚|图)|"
    r"并不|并非|从不|从未|没什么|没啥|不靠|没有(?!比|什么比|任何比|最|人|对手|一家|之一|哪)|没说|没写|未(?!来|必)|勿|切勿|"
    r"请勿|拒绝|杜绝|禁止|严禁|谢绝|远离|抵制|取消|停止|别信|不信|莫信|无法(?!超|复|替|取代|比|阻)|不能|"
    r"不会|不敢|不得|不做|不搞|不玩|不追求|不写|不说|不叫|不是|不存在|不提供|不承诺|不保证|不宣称|不具有|"
    r"不支持|不构成|不属于|并没有|谈不上|算不上|称不上|不算|不代表|不等于|难以)"
)


def negated(site: Site) -> bool:
    """A negation close before, in the same clause: 不做全网最低价, 本产品不保本."""
    before = site.before
    if compiled(r".{0,4}?(?:不是|并非|不做|不说|不敢说|不算|算不上)(?=.*[最第顶])").match(site.words):
        return True
    last = max((found.end() for found in compiled(_NOT).finditer(before)), default=None)
    if last is None or len(before) - last > _NEGATION_REACHES:
        return False
    # 不是…而是, and rhetorical 不是…吗/难道不是, turn back into a claim.
    return _rhetorical(site) is None


def _rhetorical(site: Site) -> re.Match[str] | None:
    return compiled(r"难道|岂不|怎能不|何不|不是[^,。!?]{0,12}(?:吗|么|是什么)|而是").search(site.clause)


def denied_after(site: Site) -> bool:
    """Asked or quoted first, denied in the same sentence: 是不是全网最低，我们不敢这么说."""
    after = site.text[site.end : site.around(_SENTENCE_ENDS)[1]]
    pattern = (
        r"^[^。\n]{0,20}?(?:(?:我们|我|本店|小编|官微|真的|确实|并|也|可)(?:真的|可|从来|从|确实|也|都)?("
        r"?:不敢(?:这么|这样)?(?:说|写|用)?|不(?:这么|这样)说|不写|没说过?"
        r"|不会(?:这么|这样)?(?:说|写|做)|做不到|不承诺|不保证|不做|不是|不搞|没有资格|不能这么?(?:说|写)"
        r")|(?:不能|不可|不得|不要|别|禁止|不许|不准|慎)(?:再|随便)?(?:用|写|说|出现|使用|信|轻信|当真)|"
        r"差得远|差远了|没有?(?:任何)?(?:科学|权威)?(?:定义|依据|根据|道理|这回事)|已(?:经)?(?:撤下|删除|删掉|下架|改正|更正|停用)|旧(?:海报|文案)|不科学|不成立|站不住|是(?:个)?(?:伪|谣|骗|误|假)|还早着|过奖|不敢当|都是(?:假的|骗|坑|陷阱|套路|谣言)|请自行|请勿|不可信)"
    )
    return compiled(pattern).search(after) is not None


_QUOTES: Final = (("“", "”"), ("「", "」"), ("『", "』"), ('"', '"'), ("‘", "’"))


def _quoted(site: Site) -> bool:
    first, last = site.around(frozenset("。!?\n"))
    left, right = site.text[first : site.start], site.text[site.end : last]
    for opening, closing in _QUOTES:
        if opening == closing:
            if left.count(opening) % 2 and closing in right:
                return True
        elif left.rfind(opening) > left.rfind(closing) and closing in right:
            return True
    return False


def mentioned(site: Site) -> bool:
    """The words are spoken about, not used: quoted, with a verb of saying or a word about words beside
    them.
    """
    if compiled(
        r"(?:这些|以下|下面|下列|上述|哪些|这几个|那几个|[两三四五六七八九十]个)(?:违规|敏感)?(?:词|话|字眼?|说法|用语|表述|句子|字)|(?:不会|不再|从不|不能|不许|别|禁止)(?:"
        r"写|说|用)[^,。]{0,4}:|审稿|校对|慎用|统一了口径|(?:违禁|极限|敏感|绝对化|广告|禁用|限用|违规|虚假|夸大|不能用|不许用|禁止用|不能写|不能说|不能"
        r"出现)[^。]{0,4}(?:词|字眼|用语|字样|表述|宣传语)|广告法|极限词|违禁词|文案(?:课|培训|规范)|合规"
        r"培训|普法|字样"
    ).search(site.sentence):
        return True
    if not _quoted(site):
        return False
    return (
        compiled(
            r"词|写|说|问|叫|称|用语|文案|广告里|字样|标语|口号|名为|取名|命名|评论|留言|话术|宣称|所谓|"
            r"这类|之类|等(?:字|话|词)|听到|看到|遇到|收到|推荐|承诺|歌|书|电影|展|剧|课|栏目|活动名|主题"
            r"|游戏|短信|诱导|冒充|标题|谐音"
        ).search(site.sentence)
        is not None
    )


FRAUD: Final = (
    r"谨防|警惕|诈骗|骗局|骗子|行骗|被骗|受骗|当心|小心(?!肝|翼)|勿信|轻信|举报|别信|不要相信|切勿相信|请"
    r"勿相信|辟谣|谣言|不存在|陷阱|套路|反诈|96110|冒充|假冒|打假|避坑|识别|不可信|并不可靠|非法|处罚|查"
    r"处|被罚|罚款|通报|维权|违法|违规|停播|涉嫌|黑产|请退群|退群|拉黑|拉你进群|截图留证|报警|挂断|先挂电话|凡(?:是|声称|称)[^。!?]{1,30}(?:都|请|一律|别|勿|不要)|钓鱼|木马|别点|不要点|别被|传销|误区|真相是|科普(?:一下)?[:,]"
    r"|都不能信|消费提示|消费警示|风险提示|监管"
)


def self_compared(site: Site) -> bool:
    """Our own goods compared with our own: 这是我们家迄今最轻的一款."""
    if compiled(r"自己|上一代|前代|老款|旧款|去年的我们").search(site.words):
        return True
    before = site.before + site.words
    own = (
        r"(?:我们(?:家|店|自己|品牌|厂|公司|团队)?|我司|我家|我店|咱们?家?|自家|本(?:系列|店|品牌|家|公司"
        r"|款系列|厂|馆|园|季|年度|次|批|赛季)|同(?:系列|品牌)|该系列|全系(?:列)?|系列(?:中|里|内)|家族(?"
        r":中|里)|历代|上一代|前代|上代|店里|店内|菜单(?:上|里)|园区内?|馆内|楼内|货架上|产品线|这几款|三"
        r"款|两款|几款|四款|五款|三种|两种|这批|办公室|团队|组里|仓库)"
    )
    told = r"(?:迄今|目前|至今|做过|出过|卖过|推出|推过|历来|有史以来|开店以来|建园以来|成立以来|比上一?代|比前代|相比|比标准版|型号|所有款|(?:系列|家族|产品线|店|馆|楼|园区|菜单|货架|这几款|[两三四五几]款|[两三]种|这批|办公室|团队|组)(?:中|里|内|上)|全系|历代|的(?:是|那|几|一[款个支条双台杯本件次家间]|型号|版本|尺寸|颜色|规格|门店|房型|课程|包装))"
    # 本品牌史上最大 compares with the brand's own past.
    clause = compiled(r"(?<=品牌|我们|我家|本店|本厂|公司|建店|建厂)(?:历)?史上").sub("", site.clause)
    return (
        compiled(own).search(before) is not None
        and compiled(told + "|上一代|前代|去年|老款").search(site.sentence) is not None
        and compiled(
            r"全网|全国|全球|世界|行业|业界|业内|同行|同级|同价位|史上|天下|市面|市场|全市|全城|地表|宇宙|国内|国际|中国|亚洲|销量第|领先"
        ).search(clause)
        is None
    )


def about_people(site: Site) -> bool:
    """A superlative of people or of what is felt, and not of what is sold: 店长是最棒的."""
    who = r"(?:妈妈|爸爸|父母|我妈|我爸|队友|同事|小伙伴|骑手|师傅|员工|店长|猫|狗|奶奶|爷爷|女儿|儿子|孩子|老师|环卫工|家人)(?:们|组)?(?:真?的?是)?[^,。]{0,4}$"
    # 家也是我们最坚固的屏障 speaks of feelings.
    feeling = r"(?:^|[^一我别本酒各大全每商厂专])(?:家|爱|亲情|母爱|父爱|祖国|故乡|家人|友谊|陪伴|回忆|青春)(?:[也就才]|永远|一直)?是[^,。]{0,16}$"
    return site.rule.id in ("absolute.superlative", "absolute.best", "absolute.ceiling", "absolute.most") and (
        compiled(who).search(site.before) is not None or compiled(feeling).search(site.before) is not None
    )
