"""Each paper with every field filled, so that a field that is left off a paper is seen to be missing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from dengxiaming.papers.anchor import Anchor
from dengxiaming.papers.appraisal_form import paper as appraisal_form
from dengxiaming.papers.appraisal_form.form import AppraisalForm
from dengxiaming.papers.appraisal_result import form as appraised
from dengxiaming.papers.appraisal_result import paper as appraisal_result
from dengxiaming.papers.attendance_sheet import paper as attendance_sheet
from dengxiaming.papers.attendance_sheet.form import AttendanceSheet, Line
from dengxiaming.papers.development import paper as course_form
from dengxiaming.papers.development.form import CourseForm
from dengxiaming.papers.dues_ledger import paper as dues_ledger
from dengxiaming.papers.dues_ledger.form import DuesLedger
from dengxiaming.papers.dues_ledger.form import Line as DuesLine
from dengxiaming.papers.dues_ledger.form import Member as DuesMember
from dengxiaming.papers.election_papers import paper as election_papers
from dengxiaming.papers.election_papers.form import Ballot, Candidate, Elected, ElectionPapers
from dengxiaming.papers.handbook import paper as handbook
from dengxiaming.papers.handbook.form import Due, Group, Handbook, Member, Plan, Post, Service, Talk
from dengxiaming.papers.head_sheet import paper as head_sheet
from dengxiaming.papers.head_sheet.form import HeadSheet
from dengxiaming.papers.letter import paper as letter
from dengxiaming.papers.letter.form import Letter
from dengxiaming.papers.minute_page import paper as minute_page
from dengxiaming.papers.minute_page.form import Away, Item, MinutePage, Resolution, Stage, Studied, Votes
from dengxiaming.papers.notice import paper as notice
from dengxiaming.papers.notice.form import Document, Notice
from dengxiaming.papers.quarter_register import paper as quarter_register
from dengxiaming.papers.quarter_register.form import Count, QuarterRegister, Row
from dengxiaming.papers.service_form import paper as service_form
from dengxiaming.papers.service_form.form import ServiceForm
from dengxiaming.papers.transfer_letter import paper as transfer_letter
from dengxiaming.papers.transfer_letter.form import TransferLetter

ZONE: Final = ZoneInfo("Asia/Shanghai")
AT: Final = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
BRANCH: Final = "根河市住房和城乡建设局机关党支部"
NAMES: Final = ("王建国", "其其格", "乌云·塔娜", "李明", "张伟", "赵晓梅", "巴特尔", "孙丽", "周强", "吴敏", "郑国华")
ANCHOR: Final = Anchor(
    "dengxiaming.example/genhe",
    70_123,
    "6ab2df6ab2c64d2f" * 4,
    AT,
    "dengxiaming.example/genhe\n70123\n" + "A" * 43 + "=\n\n— dengxiaming.example/genhe " + "b" * 92 + "\n",
)

MINUTES: Final = MinutePage(
    title="支部党员大会、党课记录",
    organization=BRANCH,
    kinds=("支部党员大会", "党课"),
    theme="研究发展党员工作",
    on=date(2026, 11, 3),
    record="G7K3F2",
    starts=time(19, 0),
    ends=time(20, 30),
    place="三楼会议室",
    chair="王建国",
    recorder="其其格",
    held_with=("根河市交通运输局机关党支部",),
    expected=13,
    present=NAMES,
    away=(Away("钱进", "请假", "出差", date(2026, 11, 20), "书记个别谈话"), Away("冯磊", "缺席")),
    observers=("市委直属机关工委刘洋",),
    studied=(Studied("《中国共产党支部工作条例（试行）》", date(2018, 10, 28)), Studied("《关于改进作风的规定》")),
    items=(
        Item("把支部建在一线", "党课", "外请的林老师", "林老师讲了三个方面。\n李明谈了体会。", votes_none=True),
        Item(
            "讨论接收李娜同志",
            "支部党员大会",
            speeches="张伟介绍了李娜同志的情况。",
            votes=Votes(10, 2, 1, "赞成超过应到12人的半数，通过。", "支部工作条例第十一条"),
            resolutions=(
                Resolution("报上级党组织审批", "张伟", date(2026, 11, 15)),
                Resolution("完善志愿书", "赵晓梅", date(2026, 11, 10), date(2026, 11, 9), rectification=True),
            ),
        ),
    ),
    stages=(Stage("会前学习", date(2026, 10, 28), "学了两份文件。"),),
    answers=("督查反馈问题",),
    recorded_at=datetime(2026, 11, 21, 20, 11, tzinfo=ZONE),
    secretary="陈书记",
    confirmed_at=datetime(2026, 11, 22, 8, 5, tzinfo=ZONE),
    late_days=18,
    late_reason="记录本在外借阅",
    version=2,
    corrected="主持人写错一字",
    missing=("表决",),
    withdrawn_at=datetime(2026, 11, 23, 7, 45, tzinfo=ZONE),
    anchor=ANCHOR,
)
SERVICE: Final = ServiceForm(
    unit="根河市住房和城乡建设局",
    organization=BRANCH,
    community="河东街道森工社区",
    theme="冬季供暖入户走访",
    on=date(2026, 11, 14),
    record="G8M2P4",
    starts=time(9, 0),
    ends=time(11, 30),
    place="3号楼4号楼",
    leader="王建国",
    recorder="其其格",
    expected=13,
    present=NAMES,
    did="走访居民26户。",
    asked="室温偏低。",
    solved="当场联系了热力公司。",
    late_days=3,
    filed_with="市委直属机关工委",
    filed_on=date(2026, 11, 20),
    filed_by="赵晓梅",
)
NOTICE: Final = Notice(
    organization=BRANCH,
    title="关于召开2026年11月支部党员大会的通知",
    kinds=("支部党员大会", "党课"),
    theme="研究发展党员工作",
    on=date(2026, 11, 3),
    issued_on=date(2026, 10, 28),
    addressees=("各党小组", "全体党员"),
    number="根建支〔2026〕7号",
    starts=time(19, 0),
    ends=time(20, 30),
    place="三楼会议室",
    attendees="全体党员，请假的会前告诉支部书记。",
    agenda=("讲党课", "讨论接收李娜同志"),
    documents=(Document("《中国共产党支部工作条例（试行）》", date(2018, 10, 28)), Document("《关于改进作风的规定》")),
    requirements=("会前通读学习文件。", "党小组组长收齐意见。"),
    contact="其其格，0470-0000000",
)
EMPTY_ROLL: Final = AttendanceSheet(
    organization=BRANCH,
    kinds=("支部党员大会", "党课"),
    theme="研究发展党员工作",
    on=date(2026, 11, 3),
    lines=(Line("王建国", "书记"), Line("乌云·塔娜", "预备党员"), Line("钱进")),
    starts=time(19, 0),
    place="三楼会议室",
    observers=("刘洋",),
    caller="其其格",
    record="G7K3F2",
)
ROLL: Final = replace(
    EMPTY_ROLL,
    lines=(Line("王建国", "书记", "出席"), Line("乌云·塔娜", "预备党员", "出席"), Line("钱进", "", "请假", "出差")),
    filled=True,
)
REGISTER: Final = QuarterRegister(
    organization=BRANCH,
    year=2026,
    quarter=4,
    as_of=date(2026, 11, 24),
    rows=(
        Row(date(2026, 11, 3), ("支部党员大会", "党课"), "发展工作", "G7K3F2", 11, 13, "王建国", "林老师", 18, "外借"),
        Row(date(2026, 11, 9), ("支部委员会会议",), "研究近期工作", "G9Q2R5", 3, 3, "李明"),
    ),
    counts=(Count("支部党员大会", 1, 1), Count("支部委员会会议", 1, 3, "12月还没有"), Count("主题党日", 2)),
    records_from=date(2026, 10, 5),
    prepared_by="赵晓梅",
    reviewed_by="孙丽",
)  # fmt: skip
LETTER: Final = TransferLetter(
    number="Z7K3F2Q",
    name="乌云·塔娜",
    kind="预备",
    origin=BRANCH,
    to="中共呼伦贝尔市海拉尔区委组织部",
    by="根河市住建局机关委员会",
    reason="调往海拉尔",
    issued_on=date(2026, 11, 24),
    sex="女",
    born="1990年5月6日",
    dues_until="2026年10月",
    valid_days=90,
    received_on=date(2026, 12, 3),
    received_by="张晓",
)
COURSE: Final = CourseForm(
    title="入党积极分子培养考察登记表",
    organization=BRANCH,
    name="乌云·塔娜",
    record="F7K3F2Q",
    rows=(("递交入党申请书", "2026年6月1日"), ("培养考察", "2026年12月20日\n意见：表现好")),
    room=("培养联系人意见",),
    signs=("培养联系人签字", "支部委员会（盖章）"),
)
HEADS: Final = HeadSheet(
    installation="根河市委直属机关工委",
    year=2026,
    month=11,
    heads=(ANCHOR,),
    previous=(replace(ANCHOR, size=65_000, root="12cd" * 16, at=datetime(2026, 10, 31, 9, tzinfo=ZONE)),),
    vkey="dengxiaming.example/genhe+0a1b2c3d+" + "Q" * 44,
)
BOOK: Final = Handbook(
    organization=BRANCH,
    superior="根河市住建局机关委员会",
    year=2026,
    as_of=date(2026, 11, 24),
    founded_on=date(2019, 5, 6),
    term="2024年5月至2027年5月",
    posts=(Post("书记", "王建国", date(2024, 5, 8)), Post("组织委员", "其其格", date(2024, 5, 8), date(2026, 3, 1))),
    groups=(Group("第一党小组", "李明", ("乌云·塔娜", "张伟")),),
    members=(Member("巴特尔", "男", date(1980, 1, 2), date(2005, 7, 1), "第二党小组", "6月转入"),),
    year_plans=(Plan("2026年", "年度工作要点", "抓两件事。", date(2026, 1, 10)),),
    quarter_plans=(Plan("2026年第1季度", "季度安排", "每月一次支委会。"),),
    month_plans=(Plan("2026年3月", "义务植树", "上山种树。"),),
    pages=(MINUTES, replace(MINUTES, record="GSECND", on=date(2026, 12, 7))),
    resolutions=(
        Due(date(2026, 11, 3), "换好路灯", "周强", date(2026, 11, 15), date(2026, 11, 14), "GDUE01"),
        Due(date(2026, 11, 4), "修好长椅", "吴敏"),
    ),
    talks=(Talk(date(2026, 3, 2), "孙丽", "周强", "工作变动"),),
    services=(Service(date(2026, 11, 14), "森工社区", "入户走访", 11, "G8M2P4", date(2026, 11, 20)),),
    registers=(REGISTER,),
    anchor=ANCHOR,
)


DUES: Final = DuesLedger(
    organization=BRANCH,
    period="2026年11月",
    as_of=date(2026, 11, 24),
    payable="847.08",
    received="1,198.73",
    lines=(
        DuesLine("王建国", "在职", "92.59", "92.60", date(2026, 11, 10), "由其其格代交"),
        DuesLine("巴特尔", "离退休", "67.16", "65.00", note="本人申请，支部委员会2026-11-05同意缓交"),
    ),
    closed_on=date(2026, 11, 30),
    prepared_by="赵晓梅",
)
DUES_YEAR: Final = replace(
    DUES, period="2026年", lines=(), closed_on=None,
    members=(
        DuesMember("乌云·塔娜", tuple(f"{number}1.{number:02}" for number in range(10, 22)), "1,860.00", "1,866.00"),
    ),
)  # fmt: skip
REQUEST: Final = Letter(
    organization=BRANCH,
    title="关于给予钱进除名的请示",
    paragraphs=("钱进，本支部党员，2026年1月至6月没有足额交纳党费。", "支部通知了本人，本人说明了情况。"),
    issued_on=date(2026, 11, 24),
    addressee="根河市住建局机关委员会",
    number="根住建党〔2026〕9号",
    closing="妥否，请批示。",
)

APPRAISAL: Final = appraised.AppraisalResult(
    organization=BRANCH,
    year=2026,
    record="MP7K3F2Q",
    as_of=date(2026, 12, 30),
    grades=("优秀", "合格", "基本合格", "不合格"),
    lines=(
        appraised.Line("王建国", (11, 22, 33, 44), "合格", date(2026, 12, 21), date(2026, 12, 22), date(2026, 12, 23)),
        appraised.Line("其其格", (), "优秀", date(2026, 12, 21)),
        appraised.Line("李明", excused="长期住院"),
    ),
    mutual_on=date(2026, 12, 18),
    measured_on=date(2026, 12, 19),
    cast=112,
    valid=110,
    tellers=("赵晓梅", "刘洋"),
    meetings=("G7K3F2Q（12月18日）",),
    share="优秀1人，三分之一是4人（地方参数，待核）。",
)
APPRAISED: Final = AppraisalForm(
    organization=BRANCH,
    year=2026,
    record="MP7K3F2Q",
    name="王建国",
    kind="正式党员",
    text="理想信念方面，学习不够系统。\n作风方面，下沉社区次数少。",
    handed_on=date(2026, 12, 10),
    mutual_on=date(2026, 12, 18),
    counts=(("优秀", 17), ("合格", 12), ("基本合格", 11), ("不合格", 10)),
    grade="合格",
    opinion="同意评为合格。",
    decided_on=date(2026, 12, 21),
    told_on=date(2026, 12, 22),
    answer="没有不同意见。",
    answered_on=date(2026, 12, 23),
)

ELECTION_ASKED: Final = ElectionPapers(
    "", "换届", BRANCH, "中共根河市直属机关工作委员会", date(2026, 12, 18), "", "委员7名，书记1名，副书记1名",
    "支委会酝酿了三次，征求了党员意见。", (("委员", NAMES[:9]), ("书记", ("王建国",)), ("副书记", ("其其格",))),
    requested_on=date(2026, 11, 24), excused=(("孙丽", "自费出国半年以上"),), body="党员代表大会",
    units=(("第一支部", 23, ()), ("第二支部", 19, ())),
)  # fmt: skip
STOOD: Final = (Candidate("王建国", 33, 4, 2, elected=True), Candidate("李明", 11, 16, 12), Candidate("张伟", 17))
COUNTED: Final = Ballot(
    "委员", "第一次投票", 1, 42, 41, STOOD, True, 40, 40, 39, findings=("至少21票始得当选——R3-10",)
)  # fmt: skip
ELECTION_RESULT: Final = ElectionPapers(
    "", "换届", BRANCH, "", date(2026, 12, 18), "三楼会议室", "", "", (), expected=42, present=41, tellers=("赵晓梅",),
    leads="周强", chair="吴敏", ballots=(COUNTED,), elected=(Elected("王建国", "委员", "党员代表大会选举"),),
    body="党员代表大会",
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A filled form and the two functions that print it."""

    form: Any
    docx: Callable[[Any, datetime], bytes]
    pdf: Callable[[Any, datetime], bytes]


def _election(form: ElectionPapers, name: str) -> Sample:
    """One of the papers of an election; which one is no word on it."""

    def docx(given: ElectionPapers, at: datetime) -> bytes:
        return election_papers.docx(replace(given, paper=name), at)

    def pdf(given: ElectionPapers, at: datetime) -> bytes:
        return election_papers.pdf(replace(given, paper=name), at)

    return Sample(form, docx, pdf)


SAMPLES: Final[dict[str, Sample]] = {
    "minutes": Sample(MINUTES, minute_page.docx, minute_page.pdf),
    "service": Sample(SERVICE, service_form.docx, service_form.pdf),
    "notice": Sample(NOTICE, notice.docx, notice.pdf),
    "empty_roll": Sample(EMPTY_ROLL, attendance_sheet.docx, attendance_sheet.pdf),
    "roll": Sample(ROLL, attendance_sheet.docx, attendance_sheet.pdf),
    "register": Sample(REGISTER, quarter_register.docx, quarter_register.pdf),
    "letter": Sample(LETTER, transfer_letter.docx, transfer_letter.pdf),
    "course": Sample(COURSE, course_form.docx, course_form.pdf),
    "appraisal": Sample(APPRAISAL, appraisal_result.docx, appraisal_result.pdf),
    "appraised": Sample(APPRAISED, appraisal_form.docx, appraisal_form.pdf),
    "heads": Sample(HEADS, head_sheet.docx, head_sheet.pdf),
    "dues": Sample(DUES, dues_ledger.docx, dues_ledger.pdf),
    "dues_year": Sample(DUES_YEAR, dues_ledger.docx, dues_ledger.pdf),
    "request": Sample(REQUEST, letter.docx, letter.pdf),
    "election_asked": _election(ELECTION_ASKED, "request"),
    "election_result": _election(ELECTION_RESULT, "result"),
    "book": Sample(BOOK, handbook.docx, handbook.pdf),
}
