"""Countries and cities under the names and adjectives that English and Chinese have for them."""

from functools import lru_cache

_PLACES = """
China Chinese 中国 我国 中方
America American USA US U.S. 美国 美方
Britain British UK 英国
England English 英格兰
France French 法国
Germany German 德国
Italy Italian 意大利
Spain Spanish 西班牙
Portugal Portuguese 葡萄牙
Netherlands Dutch 荷兰
Belgium Belgian 比利时
Switzerland Swiss 瑞士
Austria Austrian 奥地利
Sweden Swedish 瑞典
Norway Norwegian 挪威
Denmark Danish 丹麦
Finland Finnish 芬兰
Poland Polish 波兰
Russia Russian 俄罗斯 俄国
Ukraine Ukrainian 乌克兰
Turkey Turkish 土耳其
Greece Greek 希腊
Ireland Irish 爱尔兰
Japan Japanese 日本
Korea Korean 韩国
India Indian 印度
Indonesia Indonesian 印度尼西亚 印尼
Vietnam Vietnamese 越南
Thailand Thai 泰国
Singapore Singaporean 新加坡
Malaysia Malaysian 马来西亚
Philippines Philippine Filipino 菲律宾
Pakistan Pakistani 巴基斯坦
Iran Iranian 伊朗
Israel Israeli 以色列
Egypt Egyptian 埃及
Nigeria Nigerian 尼日利亚
Kenya Kenyan 肯尼亚
Brazil Brazilian 巴西
Argentina Argentine 阿根廷
Mexico Mexican 墨西哥
Canada Canadian 加拿大
Australia Australian 澳大利亚
Europe European 欧洲
Asia Asian 亚洲
Africa African 非洲
Beijing 北京
Shanghai 上海
Guangzhou 广州
Shenzhen 深圳
Hangzhou 杭州
Chengdu 成都
Wuhan 武汉
Nanjing 南京
Tianjin 天津
Chongqing 重庆
Paris Parisian 巴黎
London 伦敦
Berlin 柏林
Tokyo 东京
Moscow 莫斯科
Rome Roman 罗马
Vienna Viennese 维也纳
Madrid 马德里
Copenhagen 哥本哈根
Amsterdam 阿姆斯特丹
Stockholm 斯德哥尔摩
Yangtze 长江
"""


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Return the first name of each place by every name of it, lower case."""
    return {
        name.lower(): line.split()[0].lower()
        for line in _PLACES.strip().split("\n")
        for name in line.split()
    }
