"""What in a text is no evidence: lists of sources, tables of contents, boilerplate.

An entry of a list of sources says what somebody else is said to have written, a table of
contents what is told elsewhere; neither holds a statement that a document could cite.
"""

import re

from shared.authoring.text.titles import clean

_HEADS = re.compile(
    r"(?:(?:list of |selected |general |annotated )?(?:references?|bibliography|works cited|"
    r"literature cited|citations?|sources?)"
    r"(?: (?:cited|used|consulted))?(?: and (?:notes|further reading|links|credits))?|"
    r"notes(?: and references)?|(?:foot|end)notes|how to cite(?: this \w+)?|image credits|"
    r"(?:suggested|recommended|further|additional|related) (?:readings?|resources)|"
    r"see also|(?:external|useful|web|related) links|"
    r"(?:table of )?contents|in this (?:article|chapter|issue)|on this page|"
    r"list of (?:figures|tables|abbreviations)|index|acknowledg(?:e)?ments?|licen[sc]e|"
    r"copyright(?: (?:notice|statement|information)|\W.*)?|"
    r"about (?:the|this) (?:authors?|publication|document|site)|contacts?(?: us)?|imprint|"
    r"disclaimer|navigation|menu|change ?log|(?:related|recent|popular) (?:articles|posts)|"
    r"privacy (?:policy|notice)|cookie (?:policy|notice|settings)|terms of (?:use|service)|"
    r"(?:leave|post) a (?:reply|comment)|share this(?: \w+)?|advertisement|"
    r"(?:主要)?参考(?:文献|资料|书目|书籍|来源)(?:[及与和]?注释)?|引用(?:文献|来源|资料)?|(?:资料|信息|图片)来源|"
    r"引文|书目|文献(?:目录|列表)|推荐阅读|目录|目次|致谢|鸣谢|版权(?:所有|声明|信息|说明|页)?|"
    r"许可(?:证|协议|声明|条款)?|免责声明|延伸阅读|扩展阅读|参见|另见|外部链接|注释|脚注|尾注|索引|"
    r"关于(?:作者|本文|我们)|联系(?:我们|方式)|相关(?:文章|链接|阅读)|隐私(?:政策|声明)|导航|用户评论)",
    re.IGNORECASE,
)

_MARK = re.compile(
    r"\s*(?:[-*+•·]\s+)?(?:\[(?P<label>\d{1,3}|\w{1,12}\d{2,4}[a-z]?)\]|"
    r"(?P<number>\d{1,3})[.)、．])?\s*"
)
_ADDRESS = re.compile(r"(?:https?://|www\.|doi:|10\.\d{4,9}/)\S+", re.IGNORECASE)
_ENDS_IN_ADDRESS = re.compile(
    r"(?:https?://|www\.|doi:\s*|10\.\d{4,9}/)\S+[\s.)\]>]*(?:[(\[（].{0,60}[)\]）][.\s]*)?$",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    # "Smith, J. A.", "A. B. Smith," "Smith JA," and "et al."
    r"^(?:[^\W\d_][\w'’-]+,? (?:[A-Z]\.[ -]?){1,4}(?!\s*(?!and\b|et\b)[a-z])|"
    r"(?:[A-Z]\.[ -]?){1,4} ?[^\W\d_][\w'’-]+,|"
    r"[A-Z][\w'’-]+ [A-Z]{1,3}[,.:]|[^.]{3,60}\bet al\b)|^[\u4e00-\u9fff·，,、\s等]{2,40}[.．]\s*\S"
)
_PUBLISHED = re.compile(
    r"\b(?:Journal|Proceedings|Proc\.|Transactions|Press|Publish\w+|Conference|Annals|Vol\.|"
    r"ISBN|ISSN|thesis|arXiv|retrieved|accessed)\b|\bpp?\.\s*\d|\bdoi\b|"
    r"\d+\s*\(\d+\)\s*[:,]|\b\d{1,4}\s*[:,]\s*\d{1,5}\s*[-–]\s*\d{1,5}\b|"
    r"\[(?:[JMCDRNPSAGZ]|EB|DB|M/OL|J/OL|EB/OL|R/OL|N/OL)(?:/OL)?\]|出版社|学报|期刊|杂志社?|访问日期|检索于|书局|"
    r"^[^“\"]{0,80}[“\"][^”\"]{8,200}[”\"],?\s",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\((?:1[5-9]|20)\d\d[a-z]?\)|[,.;，．]\s*(?:1[5-9]|20)\d\d[a-z]?\s*(?:[.,;:(，．。]|$)"
)
_AUTHOR_YEAR = re.compile(
    r"^[^\W\d_][\w'’-]+, (?:[A-Z]\.[ -]?){1,4}.{0,200}?\((?:1[5-9]|20)\d\d[a-z]?\)[.:,]"
)
_GB = re.compile(r"^[^。]{2,120}[.．]\s*[^。]{2,160}\[(?:[JMCDRNPSAGZ]|EB|DB)(?:/OL)?\]")
_LEADER = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,}|·{4,})\s*\d{1,4}(?=\s|$)")
_BOILERPLATE = re.compile(
    r"all rights reserved|©\s*\d{4}|\(c\) \d{4}|(?:this|our) (?:web)?site uses cookies|"
    r"subscribe to (?:our|the) newsletter|click here to|(?:follow|like) us on \w+|"
    r"sign up for our|skip to (?:main )?content|version\s+\d[\d.]*, printed|"
    r"版权所有(?![者权])|转载请注明|未经(?:授权|许可)|本(?:网)?站使用|点击(?:这里|此处|查看)|扫描?(?:下方)?二维码|关注(?:我们的?)?公众号|"
    r"责任编辑[:：]",
    re.IGNORECASE,
)
_SHORT = 160
_LONGEST_HEADING = 60
_SHARE = 0.6
_FEWEST = 2
_INNER_LABEL = re.compile(r"\s(?=\[\d{1,3}\]\s*\S)")


def heads_no_evidence(title: str) -> bool:
    """Whether what stands under a heading is apparatus, such as a list of references."""
    return len(title) <= _LONGEST_HEADING and bool(_HEADS.fullmatch(clean(title)))


def is_apparatus(block: str) -> bool:
    """Whether a paragraph or list is made of entries of a list of sources, or of the like.

    Args:
        block: its text; each item of a list on a line of its own.

    """
    if len(block) <= _SHORT and _BOILERPLATE.search(block):
        return True
    lines = [line for line in block.split("\n") if line.strip()]
    if len(lines) == 1:
        lines = _INNER_LABEL.split(block)
    of_contents = sum(_LEADER.search(line) is not None for line in lines)
    if of_contents and of_contents >= _SHARE * len(lines):
        return True
    if len(lines) == 1:
        return _is_entry(lines[0], alone=True)
    entries = sum(_is_entry(line, alone=False) for line in lines)
    return entries >= max(_FEWEST, _SHARE * len(lines))


def _is_entry(line: str, *, alone: bool) -> bool:
    """Whether a line is an entry of a list of sources.

    Args:
        alone: whether no other line beside it says what it is.

    """
    mark = _MARK.match(line)
    rest = line[mark.end() :].strip() if mark else line
    if _AUTHOR_YEAR.match(rest) or _GB.match(rest):
        return True
    signs = (
        _AUTHOR.match(rest) is not None,
        _PUBLISHED.search(rest) is not None,
        _YEAR.search(rest) is not None,
        _ENDS_IN_ADDRESS.search(rest) is not None,
    )
    if mark and mark["label"]:
        return any(signs[:2]) or signs[3] or (signs[2] and _ends_in_year(rest))
    if alone:
        return signs[0] and sum(signs) > _FEWEST
    return signs[3] or (signs[0] and sum(signs) >= _FEWEST)


def _ends_in_year(text: str) -> bool:
    return re.search(r"(?:1[5-9]|20)\d\d[a-z]?[).\s]*$", text) is not None
