"""Word lists: English irregular forms and common verbs, and synonyms in English and Chinese.

Synonyms are close ones only, of words that writers exchange when they retell a source.
"""

IRREGULAR = """
arise arose arisen|become became|begin began begun|break broke broken|bring brought|build built|
buy bought|catch caught|child children|choose chose chosen|come came|cost cost|cut cut|deal dealt|
draw drew drawn|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|
find found|fly flew flown|foot feet|forget forgot|freeze froze frozen|get got|give gave given|
go went gone|grow grew grown|hear heard|hold held|keep kept|know knew known|lay laid|lead led|
leave left|lend lent|lie lay lain|lose lost|make made|man men|mean meant|meet met|mouse mice|
pay paid|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|
shake shook shaken|shoot shot|show shown|shrink shrank shrunk|sink sank sunk|speak spoke spoken|
spend spent|stand stood|steal stole|strike struck|swim swam|take took taken|teach taught|
tell told|think thought|throw threw thrown|tooth teeth|understand understood|wear wore worn|
win won|withdraw withdrew withdrawn|woman women|write wrote written|life lives|half halves|
long length|wide width|strong strength|deep depth|high height|hot heat|warm warmth|true truth|
old older oldest|good better best|bad worse worst|dead death die|analyse analyze analysis
"""
"""A base and its forms, between bars."""

SYNONYMS = """
increase rise grow climb gain expand surge soar improve boost raise enhance growth higher jump
decrease fall decline drop reduce lower shrink diminish cut lessen plunge reduction loss less
begin start commence launch onset
build construct erect
use employ utilise utilize usage
help assist aid
show demonstrate indicate suggest reveal find report
big large great huge
small little tiny
quick fast rapid swift
end finish conclude terminate
many numerous
buy purchase acquire
need require necessitate
happen occur
important significant crucial vital essential key
method approach technique
car automobile vehicle
person people human individual
city urban town
country nation
job employment
firm company corporation
study research investigation
scientist researcher
physician doctor
nearly almost
roughly about approximate around
mainly chiefly primarily largely mostly main primary
contain include comprise
make produce generate create manufacture
choose select pick
stop halt cease
get obtain receive
keep retain maintain preserve
cause lead result trigger
protect safeguard shield
allow permit enable
tell inform
fix repair
cost price expense
street road
child kid youth
illness disease
area region zone
annual yearly
found establish
consist comprise
live reside
locate situate
absorb soak
rain rainfall precipitation
cool cooling
damage harm
money fund
test examine
move transfer
provide deliver supply
convert transform
rely depend
reach arrive
forbid ban prohibit
rail railway railroad
"""
"""A group a line; the first two say that something grows, and that it shrinks."""

CHINESE_SYNONYMS = """
上升 增长 提高 增加 上涨 升高 扩大 提升 增多 增大 攀升 增至 升至 增强
下降 减少 降低 下跌 缩小 回落 下滑 减小 减弱 降至 减轻 缩减
建设 建造 修建 兴建 建成
使用 采用 运用 利用 应用
显示 表明 指出 发现 表示
开始 启动 起
结束 完成 终止
帮助 协助 有助于 助
重要 关键 主要
方法 方式 办法
超过 逾 超 多于 高于
大约 约 近 左右 将近
位于 坐落 地处
成立 创立 创办 创建 设立
包括 包含 涵盖
导致 引起 造成 引发
促进 推动 推进
禁止 不得 严禁
企业 公司
研究者 研究人员 学者
居民 市民
"""
"""As ``SYNONYMS``."""

VERBS = """
accept achieve act add adopt affect agree aim allow announce appear apply argue ask assess
attract avoid base become begin belong break bring build call carry cause change check choose
claim close collect combine come compare complete confirm connect consider consist contain
continue contribute control cool cost cover create cut deal decide define deliver depend describe
design detect determine develop die differ discover drive earn eat employ enable encourage end
ensure enter establish examine exceed exist expand expect explain express extend face fail fall
feed feel fill find focus follow force form gain generate give go grow guarantee handle happen
help hire hold host identify improve include increase indicate influence inform introduce invest
involve join keep know lack last launch lead learn leave let limit link live locate lose lower
maintain make manage measure meet move name need note notice observe obtain occur offer open
operate own pay perform place play produce promote prove provide publish reach receive recommend
record reduce reflect refuse regard reject release rely remain remove replace report represent
require resolve rest result retain return reveal rise run save say see seek seem sell send serve
set settle shape share show slow solve speak spend spread stand start state stay stop store
strengthen study suffer suggest supply support take teach tell tend think transform travel treat
turn understand use vary visit wait want warn win work write yield
"""
"""Verbs that do not look like one."""
