"""Medical claims by form: curing, times until it works, figures that come down, doctors who recommend."""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase


def families() -> tuple[Family, ...]:
    """The families of medical claims."""
    return (
        family(
            "medical.cure",
            "block",
            "ad17",
            phrase("不可发布：普通商品不能说治疗、预防疾病的功效。"),
            suggestion=phrase("删掉功效，只写成分、口感或使用感受。"),
            unless=r"国妆特字|注册证|特殊化妆品|备案号",
        ),
        family(
            "medical.cure_order",
            "block",
            "ad17",
            phrase("不可发布：普通商品不能说治疗、预防疾病的功效。"),
        ),
        family(
            "medical.figures_down",
            "block",
            "ad17",
            phrase("不可发布：血压、血糖等指标的变化属于医疗功效。"),
        ),
        family(
            "medical.no_more_pain",
            "block",
            "ad17",
            phrase("不可发布：“不疼了”“睡得着了”一类说法，会让人理解为治疗功效。"),
        ),
        family(
            "medical.works_in",
            "block",
            "ad17",
            phrase("不可发布：“几天见效”是对功效的断言和保证。"),
            suggestion=phrase("删掉时间和效果，写使用方法。"),
            unless=r"生效日|有效期|券|积分|余额|储值|验证码|密码|二维码|链接|会员|合同|协议|退款|到账|发货|退货",
        ),
        family(
            "medical.rate",
            "block",
            "ad16",
            phrase("不可发布：不能说治愈率、有效率。"),
        ),
        family(
            "medical.doctor",
            "block",
            "ad16",
            phrase("不可发布：不能用医生、患者的名义作推荐、证明。"),
            unless=r"遵医嘱|请咨询|咨询医生|就医|讲座|义诊|出诊|挂号|请遵|问诊|医生提醒|医生建议(?:每|您|大家|注意|"
            r"不)",
        ),
        family(
            "medical.better_than_medicine",
            "block",
            "ad17",
            phrase("不可发布：不能拿商品和药品、手术、医美比，也不能说代替药物。"),
            unless=r"不(?:能|可|得)(?:代替|替代|取代)|不存在|没有[\"“]?械字号",
        ),
        family(
            "medical.no_side_effects",
            "block",
            "ad17",
            phrase("不可发布：“无副作用”“无依赖”是对安全性的断言。"),
            suggestion=phrase("改成使用提示，例如“初次使用请先做耳后测试”。"),
        ),
        family(
            "medical.clinical",
            "block",
            "ad17",
            phrase("不可发布：普通商品不能用临床试验、疗程一类医疗用语。"),
        ),
        family(
            "medical.body",
            "block",
            "ad17",
            phrase("不可发布：调理身体机能的说法属于医疗、保健用语。"),
            unless=r"患者|病例|确诊|收治|出院|杀毒软件",
        ),
        family(
            "medical.hint",
            "style",
            "ad17",
            phrase("提示：容易让人理解为医疗功效。"),
            suggestion=phrase("改写使用感受，不提病症和疗效。"),
        ),
    )
