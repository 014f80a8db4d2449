"""Words that carry grammar, not a subject, in English and Chinese."""

_ENGLISH = """
a about above across after again against ago all almost along already also although always am
among an and another any anyone anything are aren't around as at away back be became because
become been before behind being below between both but by can can't cannot could couldn't did
didn't do doe does doesn't doing don't done down during each either else enough etc even ever
every everyone everything few first for from further get give given go going got had hadn't ha
has hasn't have haven't having he he'd he'll her here hers herself him himself his hi how however i
i'd i'll i'm i've if in indeed instead into is isn't it it'd it'll it's its itself just keep kept
last later least les less let like likely made make making many may maybe me might mine more
moreover most mostly much must my myself near nearly neither never next no nobody none nor not
nothing now nowhere of off often on once one only onto or other others otherwise our ours
ourselves out over own per perhaps please quite rather really said same say see seem seen several
shall she should shouldn't since so some someone something sometime sometimes somewhat still such
take taken than that that's the their theirs them themselves then there therefore these they
they'd they'll they're they've thi this those though through throughout thus to together too
toward towards under unless until up upon us use used using usually very via wa was wasn't way we
we'd we'll we're we've well were weren't what what's whatever when where whereas whether which
while who whole whom whose why will with within without won't would wouldn't yes yet you you'd
you'll you're you've your yours yourself
"""

_CHINESE = """
的 地 得 了 着 过 是 在 有 和 与 及 或 而 且 但 但是 并 并且 以及 等 等等 也 都 就 还 又 再 更
最 很 太 非常 比较 较 不 没 没有 无 未 非 这 那 这个 那个 这些 那些 这样 那样 这种 那种 此 该 其
其中 其他 其它 它 它们 他 他们 她 她们 我 我们 你 你们 您 自己 人们 大家 各 每 每个 某 某些 一
一个 一些 一种 一样 一般 一定 一直 一起 两 两个 几 几个 个 种 些 次 上 下 中 里 内 外 前 后 之
之一 之间 之后 之前 以 以后 以前 以上 以下 为 为了 因为 因此 由于 由 所以 所 于 于是 对 对于
关于 把 被 将 让 使 使得 给 向 从 到 自 至 按 按照 根据 通过 随着 如 如果 如何 如此 若 例如 比如
即 即使 则 虽然 然而 尽管 不过 不仅 不但 而且 而是 只 只有 只要 只是 可 可以 可能 能 能够 会 要
需要 应 应该 应当 必须 已 已经 正在 曾 曾经 仍 仍然 还是 或者 或是 什么 怎么 怎样 为什么 哪 哪些
哪个 谁 多少 吗 呢 吧 啊 呀 嘛 请 做 用 去 来 说 看 想 进行 成为 作为 具有 其实 同时 此外 另外
首先 其次 最后 然后 当 当时 时 时候 等于 起来 出来 下来 上来 之中 方面
"""

STOP_WORDS = frozenset(_ENGLISH.split()) | frozenset(_CHINESE.split())
"""Also as they look after their plural ending is stripped ("does" gives "doe")."""
