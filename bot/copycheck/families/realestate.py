"""Property: no promise of a rise, no travel time instead of a distance, no school or residence thrown in."""

from __future__ import annotations

from typing import Final

from bot.copycheck.rules import Family, family
from bot.text.words import phrase

_HOME: Final = (
    r"楼盘|落户|名校|学位|总价|[房楼](?!顶|里|下|上|梯|间|东|客)|小区|户型|地铁盘|学区|置业|首付|平米|m2|开盘|入住|公寓|住宅|别墅|洋"
    r"房|商铺|样板间|新盘|豪宅|大平层|业主|社区|地块|容积率|物业|项目|臻品|人居|府|湾区|家门口|安家"
)


def families() -> tuple[Family, ...]:
    """The families of property claims."""
    return (
        family(
            "realestate.minutes",
            "block",
            "ad26",
            phrase("不可发布：房产广告不能用所需时间表示位置。"),
            suggestion=phrase("改成实际距离，例如“距地铁站约 800 米（地图测距）”。"),
            needs=_HOME,
            unless=r"外卖|配送|送达|门店|餐厅|煎|煮|蒸|焖|充电|发货|接驳车|闭馆|取餐|班车|景点讲解|演出",
        ),
        family(
            "realestate.promise",
            "block",
            "ad26",
            phrase("不可发布：房产广告不能承诺升值、学位、户口或规划中的配套。"),
            suggestion=phrase("只写已经建成、有证可查的事实。"),
            unless=r"以教育部门|以政府|不承诺|不构成|以{0,1}当年政策|学区划分以",
        ),
        family(
            "realestate.reach",
            "block",
            "ad26",
            phrase("不可发布：房产广告不能用所需时间表示位置。"),
            suggestion=phrase("改成实际距离，例如“距地铁站约 800 米（地图测距）”。"),
            unless=r"班车|接驳|到店|门店|专车|航班|列车|车票|外卖|配送|送达|景区|游览|骑手|快递",
        ),
        family(
            "realestate.hint",
            "style",
            "ad26",
            phrase("提示：位置和配套只写已经建成、有证可查的事实。"),
            suggestion=phrase("写实际距离和现状。"),
        ),
    )
