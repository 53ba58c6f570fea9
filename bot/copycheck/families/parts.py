"""Pieces the patterns share. All of them read the tight text: half width, lower case, simplified."""

from __future__ import annotations

from typing import Final

N: Final = r"[0-9一二两三四五六七八九十百千万几数半俩仨]+"
"""A number in digits or characters."""

PCT: Final = r"(?:\d+(?:\.\d+)?%|百分之?[一二三四五六七八九十百]+|[九八]成[一二三四五六七八九]?)"
"""A percentage."""

IN: Final = r"[^,。!?;:\n#【】《》]"
"""Any character inside one clause."""

SOON: Final = r"(?:天|日|周|个?星期|个?月|小时|分钟|秒钟?|次|盒|瓶|贴|粒|片|晚|夜|个?疗程|年)"
"""What an effect is counted in."""

SCOPE: Final = (
    r"(?:全球|全世界|世界|全国|中国|国内|国际|亚洲|全亚洲|全网|全城|全市|全省|全港|全台|全宇宙|宇宙|地球|地表|人"
    r"类|天下|全行业|行业|业内|业界|同行|同类|同级|同价位|同城|品类|类目|历史|史上|有史以来|全渠道|全平台|全场?|"
    r"市面上?|市场上?|江湖|本市|华东|华南|华北|西南|西北|东北|江南|京城|沪上)"
)
"""How wide a claim reaches."""

OTHERS: Final = (
    r"(?:隔壁(?:家|老王家?|店|新势力)?|别家|别人家|别的(?:牌子|品牌|店|家|平台)|其[他它]家?(?:品牌|商家|平台|店|"
    r"牌子|厂家)?|同行们?|竞品|友商|对手|某(?:东|宝|猫|果|为|米|多|音|团|度|品牌|牌子?|家|些?(?:大牌|品牌|商家|同"
    r"行|厂家)|大牌|大厂|巨头|国产|进口|网红)|那些(?:大牌|品牌|商家|同行|所谓|网红)|市面上(?:的|其[他它]|那些|很"
    r"多|大多)?|传统(?:品牌|大牌|厂商)|大牌|杂牌)"
)
"""Competitors, named or winked at."""
