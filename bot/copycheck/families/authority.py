"""Borrowed authority by form: the state and its marks, experts and institutions, surveys and patents
without a source.
"""

from __future__ import annotations

from bot.copycheck.rules import Family, family
from bot.text.words import phrase


def families() -> tuple[Family, ...]:
    """The families of borrowed authority."""
    return (
        family(
            "authority.state",
            "block",
            "ad9-2",
            phrase("不可发布：不能用国家机关或其工作人员的名义、形象做广告。"),
            suggestion=phrase("删掉机关和领导，只写检测报告的编号。"),
            unless=r"出台|印发|通报|召回|抽检不合格|提醒消费者|严禁|依法|条例|财政补贴|以旧换新",
        ),
        family(
            "authority.flag",
            "block",
            "ad9-1",
            phrase("不可发布：不能使用国旗、国徽、国歌、军旗、军徽、军歌和人民币图样。"),
        ),
        family(
            "authority.trademark",
            "block",
            "tm14",
            phrase("不可发布：广告里不能出现“驰名商标”字样。"),
        ),
        family(
            "authority.media",
            "proof",
            "ad11",
            phrase("需举证：媒体、机构、名人的推荐要有授权和出处。"),
            suggestion=phrase("写明节目名和日期，附授权文件。"),
            unless=r"证书编号|证书号|授权书|认证编号|报告编号|批准文号|转载",
        ),
        family(
            "authority.research",
            "proof",
            "ad11",
            phrase("需举证：数据和研究结论要写明出处、范围和时间。"),
            suggestion=phrase("补上来源、样本量和时间，例如“来源：××，2026 年 5 月，n=1200”。"),
            unless=r"来源|《|》|大学|研究院|研究所|统计局|海关|部|委|局|期刊|学报|论文|样本|n=|见图|报告|组织|公司|"
            r"机构|气象|平台|中心|协会|\d{4}年|疾控|当地|约翰",
        ),
        family(
            "authority.patent",
            "proof",
            "ad12",
            phrase("需举证：涉及专利要写明专利种类和专利号。"),
            suggestion=phrase("写成“实用新型专利，专利号 ZL……”。"),
            unless=r"zl\d|专利号|专利局|知识产权|申请号|公开号",
        ),
        family(
            "authority.numbers",
            "proof",
            "ad11",
            phrase("需举证：人数、比例、销量要写明来源和时间。"),
            suggestion=phrase("补上统计口径和截止日期，没有就删掉。"),
            unless=r"截至|截止|来源|统计口径|数据周期|\d{4}年|n=|样本|后台|问卷|订单数据|官方数据|含税|公示",
        ),
        family(
            "authority.age",
            "style",
            "house",
            phrase("提示：“百年老店”“祖传”要有依据，最好写明创立年份。"),
            unless=r"始于\d{4}|创立于|创于|\d{4}年",
        ),
        family(
            "authority.hint",
            "style",
            "ad11",
            phrase("提示：抬出权威却没有出处，读者不会信。"),
            suggestion=phrase("写明出处，或者删掉。"),
        ),
    )
